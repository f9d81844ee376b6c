"""What every glossary format promises, as a base class: one subclass per format.

A subclass gives a small file in its format, files that are wrong and where, and says what it can
hold. The laws are then tested with generated entries.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from io import BytesIO
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.entry import clean, derive_id
from glossary.errors import FormatError
from glossary.formats import Format, by_name
from glossary.formats.columns import DEFAULTS, Value, values
from glossary.formats.notices import Notices
from glossary.model import (
    CaseRule,
    Entry,
    EntryStatus,
    EntryType,
    Glossary,
    Target,
    TargetStatus,
)
from glossary.version import version

_CHARACTERS = "ミンスク大統領ーヴ・ｱMinsk09 é|\\#\"',;=+-@\u3000；＝＋\u00a0\u200b\u3099👩𠮷Я\ufeff"
"""Whatever may upset a table: separators, quotes, escapes, formulas, spaces, combining marks."""

TERMS = st.text(_CHARACTERS, min_size=1, max_size=6).map(str.strip).filter(bool)
"""Text of one line, without surrounding spaces."""


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that a file can hold; its id is derived."""
    source, target, *pool = draw(st.lists(TERMS, min_size=5, max_size=5))
    text = st.sampled_from(["", *pool])
    prose = st.sampled_from(["", pool[0], "\n".join(pool), "\t".join(pool), "a\r\nb"])
    others = st.builds(Target, st.sampled_from(pool), st.sampled_from(list(TargetStatus)[1:]))
    type_ = draw(st.sampled_from(EntryType))
    return clean(
        Entry(
            id=derive_id(source, type_),
            source=source,
            targets=(Target(target), *draw(st.lists(others, max_size=3))),
            type=type_,
            variants=tuple(draw(st.lists(st.sampled_from(pool), max_size=2))),
            status=draw(st.sampled_from(EntryStatus)),
            do_not_translate=draw(st.booleans()),
            case=draw(st.sampled_from(CaseRule)),
            inflect=draw(st.booleans()),
            adjective=draw(text),
            first_mention=draw(text),
            priority=draw(st.sampled_from([0, 1, -1, 999_999_999, -999_999_999])),
            domain=draw(text),
            note=draw(prose),
            provenance=draw(prose),
            author=draw(text),
            modified=draw(st.sampled_from(["", "2026-11-26", "2026-11-26T10:00:00+09:00"])),
        )
    )


@st.composite
def glossaries(draw: st.DrawFn, min_size: int = 0) -> Glossary:
    """Entries with ids, some given and some derived, none twice."""
    unique = st.lists(
        entries(),
        min_size=min_size,
        max_size=3,
        unique_by=lambda entry: (entry.source, entry.type),
    )
    given = ["#a", "町", "|\\=", "", ""]
    found = zip(draw(unique), draw(st.permutations(given)), strict=False)
    return Glossary(
        "made",
        tuple(dataclasses.replace(entry, id=id_) if id_ else entry for entry, id_ in found),
    )


def is_kept(was: Value, now: Value, column: str) -> bool:
    """Whether a value is unsaid or comes back; a list may have more to it then."""
    if isinstance(was, tuple) and isinstance(now, tuple):
        return set(was) <= set(now)
    return was in (now, DEFAULTS[column])


def assert_place(error: FormatError, line: int, column: int) -> None:
    """The error names the place, in its attributes and in its message."""
    assert (error.path, error.line, error.column) == ("file", line, column)
    assert str(error).startswith(f"file:{line}:{column}: ")


# The same test runs for each subclass, which is what the health check warns of.
_LAW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
)


class GlossaryFormatContract:
    """Subclass it, and name the subclass `Test…`."""

    name: ClassVar[str]
    good: ClassVar[str]
    """ミンスク → Minsk and 大統領 → President, each in a line of its own, LF."""
    blank: ClassVar[tuple[str, ...]] = ("", "\n", "\ufeff", " \n\r\n")
    bad: ClassVar[tuple[tuple[str, int, int, str], ...]]
    """Files that are wrong: text, line, column, what the message says (a regular expression)."""
    several_bad: ClassVar[tuple[str, tuple[int, ...]]]
    """A file with several bad places, and their lines."""
    expressed: ClassVar[frozenset[str]] = frozenset()
    """Columns that a format says in a way of its own, so that they need not come back the same."""

    @property
    def format(self) -> Format:
        return by_name(self.name)

    def read(self, data: str | bytes) -> Glossary:
        if isinstance(data, bytes):
            return self.format.read_bytes(data, name="made", path="file")
        return self.format.read(data, name="made", path="file")

    def test_reads_a_small_file(self) -> None:
        found = self.read(self.good)
        assert found.name == "made"
        assert [(entry.source, entry.preferred) for entry in found.entries] == [
            ("ミンスク", "Minsk"),
            ("大統領", "President"),
        ]
        assert all(entry.id for entry in found.entries)

    def test_bytes_and_text_are_read_alike(self) -> None:
        if isinstance(self.good, str):
            assert self.read(self.good.encode()) == self.read(self.good)

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("last", [True, False])
    def test_marks_and_line_ends_do_not_matter(self, mark: str, line_end: str, last: bool) -> None:
        text = self.good if last else self.good.removesuffix("\n")
        assert self.read(mark + text.replace("\n", line_end)) == self.read(self.good)

    def test_a_blank_file_is_refused(self) -> None:
        for text in self.blank:
            with pytest.raises(FormatError) as caught:
                self.read(text)
            assert caught.value.line is not None, repr(text)

    def test_errors_name_the_place_and_the_remedy(self) -> None:
        for text, line, column, message in self.bad:
            with pytest.raises(FormatError, match=message) as caught:
                self.read(text)
            self.assert_place(caught.value, line, column)

    def assert_place(self, error: FormatError, line: int, column: int) -> None:
        """The error names the place, in its attributes and in its message."""
        assert_place(error, line, column)

    def test_every_bad_place_is_told(self) -> None:
        text, lines = self.several_bad
        with pytest.raises(FormatError, match=rf"\(and {len(lines) - 1} more bad place") as caught:
            self.read(text)
        notes = caught.value.__notes__
        assert caught.value.line == lines[0]
        assert [self.line_of(note) for note in notes] == list(lines[1:])

    def line_of(self, note: str) -> int:
        """The line that a further bad place stands in."""
        return int(note.split(":")[1])

    @_LAW
    @given(glossary=glossaries())
    def test_what_the_format_holds_comes_back(self, glossary: Glossary) -> None:
        held = self.format.held(glossary)
        data = self.format.write_bytes(glossary)
        found = self.read(data) if held.entries else held
        assert found.entries == held.entries
        assert self.format.held(found).entries == held.entries
        if held.entries == glossary.entries:
            assert self.format.write_bytes(Glossary("made", found.entries)) == data

    @_LAW
    @given(glossary=glossaries(min_size=1))
    def test_what_it_cannot_hold_is_named(self, glossary: Glossary) -> None:
        held = self.format.held(glossary)
        lost = ", ".join(self.format.lost(glossary))
        if held.entries == glossary.entries:
            assert not lost
        for entry in glossary.entries:
            kept = self.counterpart(entry, held)
            if kept is None:
                assert "entr" in lost or "repeated" in lost
                continue
            now = values(kept)
            for column, value in values(entry).items():
                if not is_kept(value, now[column], column) and column not in self.expressed:
                    assert column in lost or "repeated source terms" in lost, column

    def counterpart(self, entry: Entry, held: Glossary) -> Entry | None:
        """What has become of an entry."""
        return next((other for other in held.entries if other.id == entry.id), None)

    @_LAW
    @given(glossary=glossaries(min_size=1))
    def test_the_version_outlives_the_format(self, glossary: Glossary) -> None:
        held = self.format.held(glossary)
        if held.entries:
            found = self.read(self.format.write_bytes(glossary))
            is_whole = sorted(map(repr, found.entries)) == sorted(map(repr, glossary.entries))
            assert (version(found) == version(glossary)) is is_whole

    def test_text_is_not_normalised(self) -> None:
        term = unicodedata.normalize("NFD", "ガ") + "ﾐﾝｽｸ"
        entry = Entry(derive_id(term, EntryType.TERM), term, (Target("Ｍinsk \\t|"),))
        found = self.read(self.format.write_bytes(Glossary("made", (entry,))))
        assert found.entries == (entry,)

    def test_the_entries_can_be_streamed(self) -> None:
        glossary = self.read(self.good)
        data = self.format.write_bytes(glossary)
        notices = Notices()
        found = self.format.entries(BytesIO(data), path="file", notices=notices)
        assert tuple(found) == glossary.entries
        assert notices.sentences() == ()
