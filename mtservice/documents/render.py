"""Results → the translated document, and the place of each segment in both texts.

What lies between the blocks is copied, and so is the markup between two segments. A segment whose
text did not change comes out as it stood, wraps included; between two sentences that Japanese
writes without a space, English gets one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mtservice.documents.project import Inner, place
from mtservice.model import PlacedSegment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.documents.base import Format
    from mtservice.model import Block, Document, Mark, SegmentResult

_STANDS_AS_A_WORD = re.compile(r"`|!\[|<?https?:|\{\{.*\}\}$", re.DOTALL)
"""Code, images, templates and addresses: markup that is read as a word of the sentence."""


def render(
    document: Document, results: Sequence[SegmentResult], form: Format
) -> tuple[str, tuple[PlacedSegment, ...]]:
    """The text of the translated document and its placed segments.

    `results` are those of all blocks, in order; `form` is the document's format.
    """
    of_block: dict[int, list[SegmentResult]] = {block.id: [] for block in document.blocks}
    for result in results:
        of_block[result.segment.block].append(result)
    placed: list[PlacedSegment] = []
    out, position = _Output(), 0
    for block in document.blocks:
        out.write(document.text[position : block.span.start])
        writer = _BlockWriter(document.text, block, form, out)
        placed += writer.write(of_block[block.id], len(placed))
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


class _BlockWriter:
    """Writes one block: its segments, and the markup and white space between them."""

    def __init__(self, text: str, block: Block, form: Format, out: _Output) -> None:
        self.text = text
        self.block = block
        self.form = form
        self.out = out
        tags = [(mark.start, len(mark.open)) for mark in block.marks]
        tags += [(mark.end, len(mark.close)) for mark in block.marks if mark.close]
        tags.sort()
        self.places = [position for position, _ in tags]
        self.taken = [0, *accumulate(length for _, length in tags)]

    def raw(self, position: int) -> int:
        """Where the character at `position` of the block stands in the document."""
        return self.block.span.start + position + self.taken[bisect_right(self.places, position)]

    def write(self, results: Sequence[SegmentResult], number: int) -> list[PlacedSegment]:
        """The block's segments, placed."""
        placed: list[PlacedSegment] = []
        position, before = self.block.span.start, None
        for index, result in enumerate(results):
            span = result.segment.span
            source = Span(self.raw(span.start), self.raw(span.end - 1) + 1)
            self._gap(Span(position, source.start), before, result)
            target = self.out.write(
                self._translated(result) if _changed(result) else source.of(self.text)
            )
            placed.append(PlacedSegment(number + index, result, source, target))
            position, before = source.end, result
        self.out.write(self.text[position : self.block.span.end])
        return placed

    def _gap(self, gap: Span, before: SegmentResult | None, after: SegmentResult) -> None:
        """What stands between two segments: markup as it is, a space where English needs one."""
        raw = gap.of(self.text)
        start = after.segment.span.start
        openers = [
            mark for mark in self.block.marks if mark.close and mark.start == start < mark.end
        ]
        length = sum(len(mark.open) for mark in openers)
        head, tail = raw[: len(raw) - length], raw[len(raw) - length :]
        if _changed(after) and tail == "".join(mark.open for mark in openers):
            tail = "".join(self.form.opening(mark, self.block) for mark in openers)
        if before is not None and _changed(before):
            head = self._spaced(head, before, start)
        self.out.write(head + tail)

    def _spaced(self, head: str, before: SegmentResult, start: int) -> str:
        """The white space between two sentences as English has it; wraps are dropped."""
        end = before.segment.span.end
        for mark in self.block.marks:
            if mark.soft and end <= mark.start <= start and mark.open:
                head = head.replace(mark.open, "", 1)
        if before.segment.separator:
            return head.replace("\u3000", " ")
        return head if head[-1:].isspace() else f"{head} "

    def _translated(self, result: SegmentResult) -> str:
        inners = [inner for mark in self.block.marks for inner in self._inner(mark, result)]
        written, position = [], 0
        for target, tag in place(result, inners):
            written += [self._escaped(result.text[position:target]), tag]
            if _STANDS_AS_A_WORD.match(tag):
                written[-1] = _apart(tag, result.text, target)
            position = target
        return "".join([*written, self._escaped(result.text[position:])])

    def _escaped(self, text: str) -> str:
        return self.form.escape(text, self.block)

    def _inner(self, mark: Mark, result: SegmentResult) -> list[Inner]:
        """What of a mark lies inside the segment; tags at its edges are written with the gaps."""
        span = result.segment.span
        starts, ends = span.start < mark.start < span.end, span.start < mark.end < span.end
        if mark.soft or not (starts or ends):
            return []
        opening = self.form.opening(mark, self.block) if mark.close else mark.open
        at = Span(max(mark.start, span.start) - span.start, min(mark.end, span.end) - span.start)
        if not mark.close:
            return [Inner(at, opening)]
        if starts and (ends or mark.end == span.end):
            closing = mark.close if ends else ""
            return (
                [Inner(at, opening, closing)]
                if closing
                else [Inner(Span(at.start, at.start), opening)]
            )
        tag = opening if starts else mark.close
        where = at.start if starts else at.end
        return [Inner(Span(where, where), tag)]


def _apart(tag: str, text: str, at: int) -> str:
    """The tag with a space on the sides where it would touch a word."""
    before = " " if text[at - 1 : at].isalnum() else ""
    return before + tag + (" " if text[at : at + 1].isalnum() else "")


def _changed(result: SegmentResult) -> bool:
    return result.text != result.segment.text
