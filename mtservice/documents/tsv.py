"""Tab-separated values: the cells of the named columns; everything else comes out as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.documents.base import ReadOptions
from mtservice.documents.inline import Token, make_blocks
from mtservice.edits import Edit
from mtservice.errors import DocumentError
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.model import Block, Document, Mark

USUAL = ("text", "source", "ja", "Japanese")
"""The columns that are looked for, in this order, when none is named."""

_CELL = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"(?=[\t\r\n]|\Z)|(?P<bare>[^\t\r\n]*)')
_END = re.compile(r"\t|\r\n|\r|\n|\Z")


class Tsv:
    """A table with a tab between its columns; cells may be quoted as spreadsheets do it."""

    name = "tsv"
    suffixes: tuple[str, ...] = (".tsv", ".tab")
    media_types: tuple[str, ...] = ("text/tab-separated-values",)

    def read(self, text: str) -> tuple[Block, ...]:
        """The cells of the usual column. Raises `DocumentError`."""
        return self.read_with(text, ReadOptions())

    def read_with(self, text: str, options: ReadOptions) -> tuple[Block, ...]:
        """The cells of the named columns, below the header; of numbered ones, all of them.

        Raises `DocumentError` where there is no such column.
        """
        rows = list(_rows(text))
        if not rows:
            return ()
        numbers, first = _columns([span.of(text) for span, _ in rows[0]], options.fields)
        cells = [row[number] for row in rows[first:] for number in numbers if number < len(row)]
        return make_blocks(
            text,
            (
                ("quoted cell" if quoted else "cell", span, _doubled(text, span, quoted))
                for span, quoted in cells
            ),
        )

    def escape(self, text: str, block: Block) -> str:
        """English in one line and one cell."""
        if block.kind == "cell":
            return re.sub(r"[\t\r\n]+", " ", text)
        return text.replace('"', '""')

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """Never by its text: a table is no running text, and lists have tabs too."""
        return 0.0

    def finish(self, written: str, block: Block, document: Document) -> Sequence[Edit]:  # noqa: ARG002
        """Quotation marks round a cell that begins with one, so that it stays one cell."""
        if block.kind != "cell" or not written.startswith('"'):
            return ()
        inner = [Edit(hit.start(), hit.start(), '"') for hit in re.finditer('"', written)]
        return [Edit(0, 0, '""'), *inner[1:], Edit(len(written), len(written), '"')]


def _rows(text: str) -> Iterator[list[tuple[Span, bool]]]:
    """The cells of each row, and whether each is quoted."""
    position, row = 0, list[tuple[Span, bool]]()
    while position <= len(text):
        cell = _CELL.match(text, position)
        assert cell is not None  # noqa: S101 - it matches nothing at least
        quoted = cell["quoted"] is not None
        row.append((Span(*cell.span("quoted" if quoted else "bare")), quoted))
        end = _END.match(text, cell.end())
        assert end is not None  # noqa: S101 - a cell ends where one of these stands
        if end.group() != "\t":
            yield row
            row = []
        if not end.group():
            break
        position = end.end()


def _columns(header: Sequence[str], fields: Sequence[str]) -> tuple[list[int], int]:
    """The columns by number, and the first row that is none of names."""
    names = [name.strip() for name in header]
    if not fields:
        found = [names.index(name) for name in USUAL if name in names]
        if found:
            return found[:1], 1
        raise DocumentError(
            f"no column is called {', '.join(USUAL[:-1])} or {USUAL[-1]}; the first line says: "
            f"{', '.join(names)}; name the column or its number (on the command line: --field 1)"
        )
    numbers, first = [], 0
    for field in fields:
        if field in names:
            numbers.append(names.index(field))
            first = 1
        elif field.isdecimal() and 0 < int(field) <= len(names):
            numbers.append(int(field) - 1)
        else:
            raise DocumentError(
                f"no column is called {field!r}; the first line says: {', '.join(names)}"
            )
    return sorted(set(numbers)), first


def _doubled(text: str, span: Span, quoted: bool) -> Iterator[Token]:
    if quoted:
        for match in re.compile('""').finditer(text, span.start, span.end):
            yield Token(Span(*match.span()), "spelled", said='"')
