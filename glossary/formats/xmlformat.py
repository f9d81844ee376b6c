"""What the XML formats share: from records to entries, and from a glossary to a text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from glossary.errors import FormatError
from glossary.formats.columns import CellError
from glossary.formats.notices import Notices
from glossary.formats.rows import Problems, with_ids
from glossary.formats.xmlread import Element, read_records
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from glossary.model import Entry

LANGUAGES = {"ja": "ja", "jpn": "ja", "en": "en", "eng": "en"}


class Found(NamedTuple):
    """An entry of a file, where it stands, and whether its id was given there."""

    entry: Entry
    has_id: bool
    place: tuple[int, int]


class Reading(NamedTuple):
    """What a converter of records works with."""

    notices: Notices
    header: dict[str, str]
    """Filled by the converter from the records that are headers."""


@dataclass(frozen=True, slots=True)
class XmlReader:
    """Reads one XML format, record by record."""

    records: Collection[str]
    check_root: Callable[[Element], None]
    """Raises `FormatError` without a place where the root is another format's."""
    convert: Callable[[Element, Reading], Iterator[Found]]
    """The entries of a record; raises `CellError`."""
    pairless: str = "entries without a Japanese and an English term"
    """What the notices call the records that hold no entry."""

    def read(self, text: str, *, name: str, path: str = "") -> Glossary:
        """The glossary in a text; what its declaration says of the encoding does not count."""
        file = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        return self.read_file(file, name=name, path=path, notices=Notices(), encoding="utf-8")

    def read_file(
        self,
        file: BinaryIO,
        *,
        name: str,
        path: str,
        notices: Notices,
        encoding: str | None = None,
    ) -> Glossary:
        """The glossary in an open file; raises `FormatError` that tells every bad place."""
        problems = Problems(path)
        entries: list[Entry] = []
        first: dict[str, tuple[int, int]] = {}
        given: set[int] = set()
        for found in self._found(file, path, notices, encoding, problems):
            entry = found.entry
            if found.has_id and entry.id in first:
                line = first[entry.id][0]
                problems.add(f"the id {entry.id!r} is already used in line {line}", found.place)
                continue
            if found.has_id:
                first[entry.id] = found.place
                given.add(len(entries))
            entries.append(entry)
        problems.raise_if_any()
        self._refuse_none(entries, notices, path)
        return Glossary(name, with_ids(entries, given))

    def entries(self, file: BinaryIO, path: str, notices: Notices) -> Iterator[Entry]:
        """The entries one by one, in memory that does not grow with the file.

        Entries of the same source and type may share a derived id; `rows.with_ids` parts them.
        Raises the first `FormatError` met.
        """
        problems = Problems(path)
        for found in self._found(file, path, notices, None, problems):
            problems.raise_if_any()
            yield found.entry
        problems.raise_if_any()

    def _found(
        self,
        file: BinaryIO,
        path: str,
        notices: Notices,
        encoding: str | None,
        problems: Problems,
    ) -> Iterator[Found]:
        reading = Reading(notices, {})

        def check_root(root: Element) -> None:
            try:
                self.check_root(root)
            except FormatError as error:
                line, column = root.place
                raise FormatError(error.reason, path=path, line=line, column=column) from None

        records = read_records(
            file, path, records=self.records, check_root=check_root, encoding=encoding
        )
        for record in records:
            try:
                yield from self.convert(record, reading)
            except CellError as error:
                problems.add(str(error), record.place)

    def _refuse_none(self, entries: list[Entry], notices: Notices, path: str) -> None:
        skipped = notices.counts[self.pairless]
        if not entries and skipped:
            reason = (
                f"none of the {skipped:,} entries has both a Japanese and an English term "
                "(xml:lang `ja` and `en`)"
            )
            raise FormatError(reason, path=path, line=1, column=1)


def language(element: Element) -> str:
    """`ja`, `en`, or another language's code, of an element's `xml:lang` or TMX `lang`."""
    code = element.attributes.get("xml:lang") or element.attributes.get("lang") or ""
    primary = code.replace("_", "-").partition("-")[0].lower()
    return LANGUAGES.get(primary, primary)


def wrong_root(root: Element, wanted: str) -> FormatError:
    """The error for a file of another kind."""
    return FormatError(f"the root element is <{root.name}>; this is not {wanted}")
