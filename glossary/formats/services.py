"""The glossary files of Google and Amazon: CSV whose header names languages.

Google's (equivalent term sets) may have the columns `pos` and `description` behind the languages;
Amazon's (custom terminology) has languages alone, the source language first. Both are recognised by
that header and read alike. Text stands as it is: these files know no escapes and are read by
machines. Sources: the glossary pages of Cloud Translation and of Amazon Translate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from glossary.errors import FormatError
from glossary.formats import pairs as pair_files
from glossary.formats import rfc4180
from glossary.formats.annotations import Annotated, fold, unfold
from glossary.formats.columns import CellError, build_entry, check_text, parse_heading
from glossary.formats.pairs import by_source, pairs
from glossary.formats.rows import Problems, Row, is_blank, strip_empty_end, with_ids
from glossary.formats.xmlformat import LANGUAGES
from glossary.model import Glossary

if TYPE_CHECKING:
    from glossary.formats.notices import Notices
    from glossary.model import Entry

AMAZON_BYTES: Final = 10_485_760
"""The size of the largest terminology file (API reference, `TerminologyData`)."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_EXTRA: Final = ("pos", "description")
_NOUNS: Final = frozenset({"", "noun", "proper noun", "propernoun", "n"})


def is_header(row: Row) -> bool:
    """Whether a row is the header of such a file: languages, with Japanese and English."""
    headings = _headings(row)
    rest = [heading for heading in headings if heading not in (*_EXTRA, "ja", "en")]
    # `alt` and `id` are languages too, but here they are columns of the house format.
    are_languages = all(
        _LANGUAGE.fullmatch(heading) and not parse_heading(heading) for heading in rest
    )
    return are_languages and headings.count("ja") == 1 and headings.count("en") == 1


def read(text: str, *, name: str, path: str = "", notices: Notices | None = None) -> Glossary:
    """The glossary in `text`; raises `FormatError` that names the bad places."""
    rows = [row for row in rfc4180.parse(text, path) if not is_blank(row)]
    if not rows:
        reason = "the file is empty; its first row must name the languages: ja, en, …"
        raise FormatError(reason, path=path, line=1, column=1)
    if not is_header(rows[0]):
        reason = "this is not a header of languages; the first row must name `ja` and `en`"
        raise FormatError(reason, path=path, line=rows[0].line, column=1)
    return Glossary(name, read_rows(rows, path, notices))


def read_rows(rows: list[Row], path: str, notices: Notices | None = None) -> tuple[Entry, ...]:
    """The entries of the rows below the header `rows[0]`; raises `FormatError`."""
    headings = _headings(rows[0])
    others = [heading for heading in headings if heading not in (*_EXTRA, "ja", "en")]
    problems = Problems(path)
    entries: list[Entry] = []
    for row in rows[1:]:
        if notices and others:
            filled = zip(headings, row.cells, strict=False)
            if count := sum(1 for heading, cell in filled if heading in others and cell.strip()):
                notices.add("terms in languages other than Japanese and English", count)
        entry = _read_row(headings, row, problems)
        if entry:
            entries.append(entry)
    problems.raise_if_any()
    return with_ids(entries, ())


def write_google(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """An equivalent term set a row, with a description where there are notes."""
    found = by_source(glossary)
    notes = {source: unfold(entry.note, ("part_of_speech",)) for source, entry in found.items()}
    columns = ["ja", "en"]
    if any(note.part_of_speech for note in notes.values()):
        columns.append("pos")
    if any(note.note for note in notes.values()):
        columns.append("description")
    rows = [
        {"ja": source, "en": entry.preferred, "pos": note.part_of_speech, "description": note.note}
        for (source, entry), note in zip(found.items(), notes.values(), strict=True)
    ]
    return rfc4180.format_rows([columns, *([row[name] for name in columns] for row in rows)])


def write_amazon(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """A source and its target a row, Japanese first."""
    return rfc4180.format_rows([("ja", "en"), *pairs(glossary).items()])


def held_by_google(glossary: Glossary) -> Glossary:
    """What comes back from Google's file."""
    return pair_files.held(glossary, with_note=True)


def lost_by_google(glossary: Glossary) -> tuple[str, ...]:
    """What Google's file cannot hold."""
    return pair_files.lost(glossary, {"note"})


def warnings_for_amazon(glossary: Glossary) -> tuple[str, ...]:
    """What to mind about Amazon's file: formulas, and whether it is too large for the service."""
    found = pair_files.warnings(glossary)
    if len(write_amazon(glossary).encode()) > AMAZON_BYTES:
        found += (f"the file is over the {AMAZON_BYTES:,} bytes that Amazon takes: split it",)
    return found


def _headings(row: Row) -> list[str]:
    found = [cell.strip().lower() for cell in strip_empty_end(row.cells)]
    primary = [re.split("[-_]", heading)[0] for heading in found]
    return [LANGUAGES.get(code, heading) for code, heading in zip(primary, found, strict=True)]


def _read_row(headings: list[str], row: Row, problems: Problems) -> Entry | None:
    cells = strip_empty_end(row.cells)
    if len(cells) > len(headings):
        reason = f"the row has {len(cells)} cells, the header names {len(headings)} columns"
        problems.add(f"{reason}; quote a cell that holds a comma", row.place(0))
        return None
    said = dict(zip(headings, (*cells, *[""] * len(headings)), strict=False))
    try:
        target = check_text("target", said["en"])
        speech = said.get("pos", "").strip()
        note = fold(
            Annotated(
                note=check_text("note", said.get("description", "")),
                part_of_speech="" if speech.lower() in _NOUNS else check_text("note", speech),
            )
        )
        return build_entry(
            {
                "source": check_text("source", said["ja"]),
                "target": (target,) if target else (),
                "note": note,
            }
        )
    except CellError as error:
        at = headings.index({"source": "ja", "target": "en"}.get(error.column, "description"))
        problems.add(str(error), row.place(min(at, len(row.cells) - 1)))
        return None
