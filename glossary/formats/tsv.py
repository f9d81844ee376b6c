"""The house format: a table separated by tabs, with comments, kept by hand and by the tools.

Reader and writer; `docs/glossary-format.md` says what is accepted. Writing over an existing file
keeps its comments, blank lines, order of rows and columns, line ends, and the very characters of
the rows that have not changed, so that a difference in version control shows the change alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.entry import clean
from glossary.errors import FormatError
from glossary.formats.columns import COLUMNS, DEFAULTS, Value, format_cell, values
from glossary.formats.rows import Row, read_header, read_rows, strip_empty_end
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from glossary.model import Entry

_LINE_END = re.compile(r"\r\n|\n|\r")
_ALWAYS = ("source", "target", "type")
_BOM = "\ufeff"


def read(text: str, *, name: str, path: str = "") -> Glossary:
    """The glossary in `text`; `path` is what errors call the file.

    Raises `FormatError` that names the line and column of the first bad place; its notes name
    the others.
    """
    return Glossary(name, _parse(text, path).entries)


def write(glossary: Glossary, *, over: str = "") -> str:
    """The file that holds the glossary; `over` is the text it replaces, whose layout is kept.

    Raises `EntryError` for an entry that no file can hold, `FormatError` where `over` is not such
    a file.
    """
    entries = tuple(map(clean, glossary.entries))
    if not over:
        columns = _needed(entries, _ALWAYS)
        rows = [_format_row(entry, columns) for entry in entries]
        return "".join(f"{line}\n" for line in ("\t".join(columns), *rows))
    return _write_over(entries, _parse(over, ""))


def lines(text: str) -> dict[str, int]:
    """The line, from 1, that each entry stands in, by its id; raises `FormatError`."""
    file = _parse(text, "")
    numbers = (file.lines[at].number for at in file.rows)
    return {entry.id: number for entry, number in zip(file.entries, numbers, strict=True)}


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def is_comment(self) -> bool:
        return self.text.startswith("#")

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def row(self) -> Row:
        return Row(tuple(self.text.split("\t")), self.number)


@dataclass(frozen=True, slots=True)
class _File:
    """A parsed file: its lines as they stand, and what they say."""

    lines: tuple[_Line, ...]
    header: int
    """Place of the header among the lines."""
    columns: tuple[str, ...]
    rows: tuple[int, ...]
    """Place of each entry's row among the lines."""
    entries: tuple[Entry, ...]
    line_end: str
    bom: str


def _parse(text: str, path: str) -> _File:
    bom = _BOM if text.startswith(_BOM) else ""
    line_end = _LINE_END.search(text)
    lines = tuple(_lines(text.removeprefix(_BOM)))
    full = [at for at, line in enumerate(lines) if not line.is_comment and not line.is_blank]
    if not full:
        reason = "the file is empty; its first row must name the columns: source, target, …"
        raise FormatError(reason, path=path, line=1, column=1)
    header, *rows = full
    _refuse_commas(lines[header], path)
    columns = read_header(lines[header].row(), path)
    entries = read_rows(columns, (lines[at].row() for at in rows), path)
    end = line_end[0] if line_end else "\n"
    return _File(lines, header, columns, tuple(rows), entries, end, bom)


def _lines(text: str) -> Iterator[_Line]:
    parts = _LINE_END.split(text)
    if not parts[-1]:
        parts.pop()
    return (_Line(number, part) for number, part in enumerate(parts, start=1))


def _refuse_commas(header: _Line, path: str) -> None:
    if "\t" not in header.text and "," in header.text:
        reason = "the header is separated by commas, not tabs; name the file .csv to read it as CSV"
        raise FormatError(reason, path=path, line=header.number, column=1)


def _needed(entries: Sequence[Entry], present: Sequence[str]) -> tuple[str, ...]:
    """The columns `present`, and behind them those that some entry has something to say in."""
    missing = {column for column in COLUMNS if column not in present}
    needed: set[str] = set()
    for entry in entries:
        if not missing:
            break
        said = values(entry)
        new = {column for column in missing if said[column] != DEFAULTS[column]}
        needed |= new
        missing -= new
    return (*present, *(column for column in COLUMNS if column in needed))


def _format_row(entry: Entry, columns: Sequence[str]) -> str:
    said: dict[str, Value] = values(entry)
    line = "\t".join(format_cell(column, said[column]) for column in columns)
    return f"\\{line}" if line.startswith("#") else line


def _write_over(entries: Sequence[Entry], old: _File) -> str:
    columns = _needed(entries, old.columns)
    header = old.lines[old.header].text
    if columns != old.columns:
        headings = strip_empty_end(header.split("\t"))
        header = "\t".join((*headings, *columns[len(old.columns) :]))
    kept = {entry.id: entry for entry in entries}
    raw = {
        entry.id: old.lines[at].text
        for entry, at in zip(old.entries, old.rows, strict=True)
        if kept.get(entry.id) == entry and columns == old.columns
    }
    above, below = _comments(old, kept.keys())
    lines = [line.text for line in old.lines[: old.header]]
    lines.append(header)
    for entry in entries:
        lines += above.get(entry.id, ())
        lines.append(raw.get(entry.id) or _format_row(entry, columns))
    lines += below
    return old.bom + "".join(line + old.line_end for line in lines)


def _comments(old: _File, kept: Container[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The comments and blank lines above each kept entry, and those at the end of the file.

    What stands above an entry that is gone moves down to the next.
    """
    ids = {at: entry.id for at, entry in zip(old.rows, old.entries, strict=True)}
    above: dict[str, list[str]] = {}
    waiting: list[str] = []
    for at, line in enumerate(old.lines[old.header + 1 :], start=old.header + 1):
        if at not in ids:
            waiting.append(line.text)
        elif ids[at] in kept:
            above[ids[at]] = waiting
            waiting = []
    return above, waiting
