"""From the rows of a table to a glossary: headings, bad rows, and ids.

The table formats (TSV, CSV) cut a file into rows of cells that know their place; what they share
is here. Every bad row is found in one go: the error names the first, and its notes the others.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.entry import derive_id
from glossary.errors import FormatError
from glossary.formats.columns import COLUMNS, CellError, Value, build_entry, parse_cell
from glossary.formats.columns import parse_heading as column_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from glossary.model import Entry

SHOWN_PROBLEMS = 20
"""How many further bad places an error lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row."""

    cells: tuple[str, ...]
    line: int
    """Where the row begins, from 1."""
    places: tuple[tuple[int, int], ...] = ()
    """Where each cell begins, unless they stand on one line with one character between them."""

    def place(self, index: int) -> tuple[int, int]:
        """The line and column, from 1, where a cell begins."""
        if self.places:
            return self.places[index]
        return self.line, sum(len(cell) + 1 for cell in self.cells[:index]) + 1


@dataclass(slots=True)
class Problems:
    """Collects what is wrong with a file, to say it all at once."""

    path: str
    found: list[FormatError] = field(default_factory=list)
    sheet: str = ""
    """Of a workbook: places are then cells."""

    def add(self, reason: str, place: tuple[int, int]) -> None:
        """Note one problem at `place` (line, column)."""
        error = FormatError(
            reason, path=self.path, line=place[0], column=place[1], sheet=self.sheet
        )
        self.found.append(error)

    def raise_if_any(self) -> None:
        """Raise the first as `FormatError`; the others follow as its notes, up to a cap."""
        if not self.found:
            return
        first, *others = sorted(self.found, key=lambda error: (error.line or 0, error.column or 0))
        if not others:
            raise first
        count = f"{len(others)} more bad place{'s' if len(others) > 1 else ''}"
        error = FormatError(
            f"{first.reason} (and {count})",
            path=self.path,
            line=first.line,
            column=first.column,
            sheet=self.sheet,
        )
        for other in others[:SHOWN_PROBLEMS]:
            error.add_note(str(other))
        raise error


def read_header(row: Row, path: str) -> tuple[str, ...]:
    """The columns that a header row names; raises `FormatError`."""
    columns: list[str] = []
    for index, heading in enumerate(strip_empty_end(row.cells)):
        column = column_of(heading)
        if column is None:
            raise _bad_heading(heading, row, path, row.place(index))
        if column in columns:
            line, at = row.place(index)
            reason = f"column {column!r} is named twice; remove or rename one"
            raise FormatError(reason, path=path, line=line, column=at)
        columns.append(column)
    for required in ("source", "target"):
        if required not in columns:
            raise _missing_column(required, path, row.place(0))
    return tuple(columns)


def is_blank(row: Row) -> bool:
    """Whether no cell of the row says anything."""
    return not any(cell.strip() for cell in row.cells)


def strip_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells without empty ones at the end, which spreadsheets leave behind."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])


def read_rows(
    columns: Sequence[str], rows: Iterable[Row], path: str, sheet: str = ""
) -> tuple[Entry, ...]:
    """The entries of the rows, each with an id; raises `FormatError` for the bad ones.

    `sheet` is that of a workbook, whose places are cells.
    """
    problems = Problems(path, sheet=sheet)
    entries: list[Entry] = []
    given: dict[int, tuple[int, int]] = {}
    for row in rows:
        entry = _read_row(columns, row, problems)
        if entry is None:
            continue
        if "id" in columns and row.cells[columns.index("id")].strip():
            given[len(entries)] = row.place(columns.index("id"))
        entries.append(entry)
    _find_repeated_ids(entries, given, problems)
    problems.raise_if_any()
    return with_ids(entries, given.keys())


def with_ids(entries: Sequence[Entry], given: Container[int]) -> tuple[Entry, ...]:
    """The entries, with ids that differ and do not depend on their order.

    `given` holds the places of those that were given their id; the others have the derived one,
    which entries of the same source and type would share.
    """
    counts = Counter(entry.id for entry in entries)
    if len(counts) == len(entries):
        return tuple(entries)
    taken = {entry.id for at, entry in enumerate(entries) if at in given or counts[entry.id] == 1}
    return tuple(
        entry if at in given or counts[entry.id] == 1 else _with_longer_id(entry, taken)
        for at, entry in enumerate(entries)
    )


def _with_longer_id(entry: Entry, taken: set[str]) -> Entry:
    base = new = derive_id(entry.source, entry.type, entry.preferred)
    count = 1
    while new in taken:
        count += 1
        new = f"{base}-{count}"
    taken.add(new)
    return dataclasses.replace(entry, id=new)


def _read_row(columns: Sequence[str], row: Row, problems: Problems) -> Entry | None:
    cells = row.cells
    if len(cells) > len(columns):
        cells = (*cells[: len(columns)], *strip_empty_end(cells[len(columns) :]))
    if len(cells) != len(columns):
        problems.add(_wrong_number(len(cells), columns), row.place(0))
        return None
    try:
        values: dict[str, Value] = {
            column: parse_cell(column, cell)
            for column, cell in zip(columns, cells, strict=True)
            if cell
        }
        return build_entry(values)
    except CellError as error:
        problems.add(str(error), row.place(columns.index(error.column)))
        return None


def _wrong_number(count: int, columns: Sequence[str]) -> str:
    cells = "1 cell" if count == 1 else f"{count} cells"
    remedy = "fill it up with empty ones" if count < len(columns) else "remove what is too many"
    return f"the row has {cells}, the header names {len(columns)} columns; {remedy}"


def _find_repeated_ids(
    entries: Sequence[Entry], given: Mapping[int, tuple[int, int]], problems: Problems
) -> None:
    first: dict[str, int] = {}
    for at, place in given.items():
        new = entries[at].id
        if new in first:
            reason = f"the id {new!r} is already used in line {first[new]}; change one"
            problems.add(reason, place)
        first.setdefault(new, place[0])


def _bad_heading(heading: str, row: Row, path: str, place: tuple[int, int]) -> FormatError:
    if not any(map(column_of, row.cells)):
        return _no_header(path, row.place(0))
    name = heading.strip()
    reason = f"unknown column {name!r}" if name else "a column without a name"
    reason = f"{reason}; known columns: {', '.join(COLUMNS)}"
    return FormatError(reason, path=path, line=place[0], column=place[1])


def _missing_column(required: str, path: str, place: tuple[int, int]) -> FormatError:
    reason = f"the header has no column {required!r}; add it"
    return FormatError(reason, path=path, line=place[0], column=place[1])


def _no_header(path: str, place: tuple[int, int]) -> FormatError:
    reason = (
        "this is not a header row; the first row must name the columns, `source` and `target` at "
        "least (a two-column file without one: `glossary import --from deepl-tsv`)"
    )
    return FormatError(reason, path=path, line=place[0], column=place[1])
