"""Results → the translated document, and the place of each segment in both texts.

What lies between the blocks is copied. A segment whose text did not change comes out as it stood,
wraps included; between two sentences that Japanese writes without a space, English gets one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.model import PlacedSegment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.model import Block, Document, SegmentResult


@dataclass(frozen=True, slots=True)
class _Raw:
    """The way from offsets of a block's text to offsets of the document."""

    block: Block

    def start(self, position: int) -> int:
        """Where the character at `position` stands: behind the marks before it."""
        return self._shifted(position, position)

    def end(self, position: int) -> int:
        """Where a range that ends at `position` ends: before the marks there."""
        return self._shifted(position, position - 1)

    def _shifted(self, position: int, last: int) -> int:
        taken = sum(len(mark.open) for mark in self.block.marks if mark.start <= last)
        return self.block.span.start + position + taken


def render(
    document: Document, results: Sequence[SegmentResult]
) -> tuple[str, tuple[PlacedSegment, ...]]:
    """The text of the translated document and its placed segments.

    `results` are those of all blocks, in order.
    """
    of_block: dict[int, list[SegmentResult]] = {block.id: [] for block in document.blocks}
    for result in results:
        of_block[result.segment.block].append(result)
    placed: list[PlacedSegment] = []
    out, position = _Output(), 0
    for block in document.blocks:
        out.write(document.text[position : block.span.start])
        placed += _render_block(document.text, block, of_block[block.id], out, len(placed))
        position = block.span.end
    out.write(document.text[position:])
    return "".join(out.parts), tuple(placed)


class _Output:
    """The text written so far, in parts, and its length."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def write(self, text: str) -> Span:
        """Append `text`; the range that it takes."""
        self.parts.append(text)
        self.length += len(text)
        return Span(self.length - len(text), self.length)


def _render_block(
    text: str, block: Block, results: Sequence[SegmentResult], out: _Output, number: int
) -> list[PlacedSegment]:
    placed: list[tuple[PlacedSegment, bool]] = []
    raw, position = _Raw(block), block.span.start
    for index, result in enumerate(results):
        span = result.segment.span
        source = Span(raw.start(span.start), raw.end(span.end))
        changed = result.text != result.segment.text
        out.write(text[position : source.start] if index == 0 or not placed[-1][1] else "")
        target = out.write(result.text if changed else source.of(text))
        placed.append((PlacedSegment(number + index, result, source, target), changed))
        position = source.end
        if changed and index + 1 < len(results):
            out.write(result.segment.separator.replace("\u3000", " ") or " ")
    out.write(text[position : block.span.end])
    return [item for item, _ in placed]
