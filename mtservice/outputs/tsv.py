"""A translation as tab-separated values, one segment a line, for a spreadsheet or a script.

Inside a cell a tab is written `\\t`, a line feed `\\n`, a carriage return `\\r`, a backslash
`\\\\`. A cell that a spreadsheet might take for a formula begins with an apostrophe, and so does
one that begins with an apostrophe itself: taking one leading apostrophe away and then undoing the
escapes always gives the text back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.model import DocumentResult, Flag, PlacedSegment, TermOutcome, TranslationResult

COLUMNS = ("source", "target", "hits", "flags", "document", "segment")

# The full-width ones start a formula too where the spreadsheet runs in Japanese.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def render(result: TranslationResult) -> str:
    """A header line, then a line for each segment; lines end in a line feed."""
    return "".join(lines(result))


def lines(result: TranslationResult) -> Iterator[str]:
    """The lines of `render`, one by one."""
    yield _line(COLUMNS)
    for number, document in enumerate(result.documents):
        for placed in document.segments:
            yield _line(_cells(number, document, placed))


def _cells(number: int, document: DocumentResult, placed: PlacedSegment) -> tuple[str, ...]:
    result = placed.result
    return (
        result.segment.text,
        result.text,
        "; ".join(_hit(hit, result.text) for hit in result.hits),
        "; ".join(map(_flag, result.flags)),
        document.document.name or str(number),
        str(placed.id),
    )


def _hit(hit: TermOutcome, target: str) -> str:
    said = hit.target.of(target) if hit.target else hit.match.preferred
    why = f": {hit.reason}" if hit.reason else ""
    return f"{hit.match.text} → {said} ({hit.outcome.value}{why})"


def _flag(flag: Flag) -> str:
    return f"{flag.name}: {flag.message}"


def _line(cells: tuple[str, ...]) -> str:
    return "\t".join(map(_escape, cells)) + "\n"


def _escape(cell: str) -> str:
    safe = cell.translate(_ESCAPES)
    return f"'{safe}" if safe.startswith(_FORMULA) else safe
