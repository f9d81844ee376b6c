"""The syntax of comma-separated values (RFC 4180), with the place of every cell.

The standard library's reader does not tell where a cell begins, and takes bad quoting in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import FormatError
from glossary.formats.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CELL = re.compile(r'"((?:[^"]|"")*)"|([^",\r\n]*)')
_END = re.compile(r"(,)|\r\n|\n|\r|\Z")
_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


def format_rows(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them."""
    return "".join(",".join(map(_quote, row)) + "\r\n" for row in rows)


def parse(text: str, path: str = "") -> Iterator[Row]:
    """The rows of a text, with the place of each cell; raises `FormatError` for bad quoting."""
    cells: list[str] = []
    places: list[tuple[int, int]] = []
    for cell in _cells(text.removeprefix("\ufeff"), path):
        cells.append(cell.text)
        places.append(cell.place)
        if cell.is_last:
            yield Row(tuple(cells), places[0][0], tuple(places))
            cells, places = [], []


class _Cell(NamedTuple):
    text: str
    place: tuple[int, int]
    is_last: bool
    """Whether the row ends here."""


def _cells(text: str, path: str) -> Iterator[_Cell]:
    at, line, line_start = 0, 1, 0
    while at < len(text):
        place = (line, at - line_start + 1)
        cell = _CELL.match(text, at)
        end = _END.match(text, cell.end()) if cell else None
        if not cell or not end:
            raise _bad_quote(text, at, path, place)
        quoted = cell[1]
        yield _Cell(quoted.replace('""', '"') if quoted is not None else cell[2], place, not end[1])
        for found in _LINE_END.finditer(text, at, end.end()):
            line, line_start = line + 1, found.end()
        at = end.end()
        if end[1] and at == len(text):
            yield _Cell("", (line, at - line_start + 1), is_last=True)


def _bad_quote(text: str, at: int, path: str, place: tuple[int, int]) -> FormatError:
    if text.startswith('"', at):
        reason = 'a quotation mark is never closed, or text follows it; write `""` for a mark'
    else:
        reason = 'a quotation mark inside a bare cell; quote the whole cell and write `""` for it'
    return FormatError(reason, path=path, line=place[0], column=place[1])


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
