"""Results → the translated document, and the place of each segment in both texts.

What lies between the blocks is copied, and so is the markup between two segments. A segment whose
text did not change comes out as it stood, wraps included; between two sentences that Japanese
writes without a space, English gets one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.documents.base import Amending, Finishing
from mtservice.documents.write import BlockWriter, Output, RawText, changed
from mtservice.edits import apply, moved
from mtservice.model import PlacedSegment, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtservice.documents.base import Format
    from mtservice.documents.write import Piece, Placed
    from mtservice.edits import Edit
    from mtservice.model import Block, Document, SegmentResult


def render(
    document: Document, results: Sequence[SegmentResult], form: Format
) -> tuple[str, tuple[PlacedSegment, ...]]:
    """The text of the translated document and its placed segments.

    `results` are those of all blocks, in order; `form` is the document's format.
    """
    return _Renderer(document, results, form).render()


class _Renderer:
    """Writes the blocks that stand in the document; those within their markup on the way."""

    def __init__(self, document: Document, results: Sequence[SegmentResult], form: Format) -> None:
        self._document = document
        self._form = form
        self._order = {id(result): number for number, result in enumerate(results)}
        self._of_block: dict[int, list[SegmentResult]] = {item.id: [] for item in document.blocks}
        for result in results:
            self._of_block[result.segment.block].append(result)
        self._tops = list(_tops(document.blocks))
        inner = {item.id for item in document.blocks} - {item.id for item in self._tops}
        amended: Iterable[Edit] = ()
        if isinstance(form, Amending) and any(map(changed, results)):
            amended = form.amendments(document)
        self._raw = RawText(
            document.text, [item for item in document.blocks if item.id in inner], amended
        )

    def render(self) -> tuple[str, tuple[PlacedSegment, ...]]:
        out, position = Output(), 0
        for block in self._tops:
            place = block.span if block.target is None else block.target
            self._copy(Span(position, place.start), out)
            out.append(self._written(block))
            position = place.end
        self._copy(Span(position, len(self._raw.text)), out)
        placed = sorted(out.placed, key=lambda item: self._order[id(item[0])])
        return "".join(out.parts), tuple(
            PlacedSegment(number, *item) for number, item in enumerate(placed)
        )

    def _copy(self, span: Span, out: Output) -> None:
        self._write(self._raw.pieces(span), out)

    def _write(self, pieces: Iterable[Piece], out: Output) -> Span:
        start = out.length
        for piece in pieces:
            if isinstance(piece, str):
                out.write(piece)
            else:
                out.append(self._written(piece))
        return Span(start, out.length)

    def _written(self, block: Block) -> Output:
        """The block, translated, in an output of its own."""
        results, out = self._of_block[block.id], Output()
        writer = BlockWriter(self._raw, block, self._form)
        if block.target is not None and not any(map(changed, results)):
            self._copy(block.target, out)
            nowhere = Span(0, 0)
            out.placed += [(result, writer.source(result), nowhere) for result in results]
            return out
        for pieces, result in writer.write(results):
            target = self._write(pieces, out)
            if result is not None:
                out.placed.append((result, writer.source(result), target))
        if isinstance(self._form, Finishing) and any(map(changed, results)):
            return _edited(out, self._form.finish("".join(out.parts), block, self._document))
        return out


def _tops(blocks: Sequence[Block]) -> Iterable[Block]:
    """The blocks that do not lie inside of another."""
    reached = 0
    for block in blocks:
        if block.span.start >= reached:
            yield block
            reached = block.span.end


def _edited(out: Output, edits: Sequence[Edit]) -> Output:
    new = Output()
    new.write(apply("".join(out.parts), edits))
    new.placed = [_moved(item, edits) for item in out.placed]
    return new


def _moved(item: Placed, edits: Sequence[Edit]) -> Placed:
    result, source, target = item
    return result, source, moved(target, edits)
