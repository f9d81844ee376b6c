"""Results → the translated document, and the place of each segment in both texts.

What lies between the blocks is copied, and so is the markup between two segments. A segment whose
text did not change comes out as it stood, wraps included; between two sentences that Japanese
writes without a space, English gets one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from mtservice.documents.project import Inner, place
from mtservice.documents.stand_ins import StandIns
from mtservice.documents.tags import owned, tags_of
from mtservice.model import PlacedSegment, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtservice.documents.base import Format
    from mtservice.documents.tags import Tag
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
        self.tags = tags_of(block)
        self.places = [tag.position for tag in self.tags]
        self.stand_ins = StandIns(block)
        words = {mark.open for mark in block.marks if mark.word}
        self.words = words | set(self.stand_ins.markup.values())

    def write(self, results: Sequence[SegmentResult], number: int) -> list[PlacedSegment]:
        """The block's segments, placed."""
        placed: list[PlacedSegment] = []
        position, before = self.block.span.start, None
        for index, result in enumerate(results):
            own = self._owned(result.segment.span)
            source = self._source(result.segment.span, own)
            self._gap(Span(position, source.start), before, result)
            target = self.out.write(
                self._translated(result, own) if _changed(result) else source.of(self.text)
            )
            placed.append(PlacedSegment(number + index, result, source, target))
            position, before = source.end, result
        rest = Span(position, self.block.span.end)
        self.out.write(self._space_behind(before, rest) + self._rest(rest, before))
        return placed

    def _owned(self, span: Span) -> list[Tag]:
        near = self.tags[bisect_left(self.places, span.start) : bisect_right(self.places, span.end)]
        return owned(near, span)

    def _source(self, span: Span, own: Sequence[Tag]) -> Span:
        """Where the segment stands in the document, with the tags that it owns at its edges."""
        start, end = self._raw(span.start), self._raw(span.end - 1) + 1
        at = slice(bisect_left(self.places, span.end), bisect_right(self.places, span.end))
        tails = [tag.raw.end for tag in self.tags[at] if tag.mark.tail]
        return Span(
            min([start, *(tag.raw.start for tag in own)]),
            max([end, *(tag.raw.end for tag in own), *tails]),
        )

    def _raw(self, position: int) -> int:
        """Where the character at `position` of the block stands in the document."""
        before = bisect_right(self.places, position)
        if not before:
            return self.block.span.start + position
        last = self.tags[before - 1]
        return last.raw.end + position - last.position

    def _gap(self, gap: Span, before: SegmentResult | None, after: SegmentResult) -> None:
        """What stands between two segments: markup as it is, a space where English needs one."""
        rejoined = before is not None and _changed(before)

        def said(tag: Tag) -> str:
            if rejoined and (tag.mark.soft or tag.closing):
                return tag.final
            if _opens(tag, after.segment.span) and _changed(after):
                return self.form.opening(tag.mark, self.block)
            return tag.text

        tags = [tag for tag in self._near(before, after) if gap.start <= tag.raw.start < gap.end]
        openers = [tag.raw.start for tag in tags if _opens(tag, after.segment.span)]
        edge = openers[0] if openers else gap.end
        head = self._copied(Span(gap.start, edge), tags, said)
        if before is not None and rejoined:
            head = _spaced(head, before)
        tail = self._copied(Span(edge, gap.end), tags, said)
        self.out.write(head + tail + self._space_before(after, gap))

    def _rest(self, rest: Span, before: SegmentResult | None) -> str:
        """What stands behind the last segment, without what goes when its words change."""
        changed = before is not None and _changed(before)
        first = bisect_left(self.places, before.segment.span.end) if before else 0
        tags = [tag for tag in self.tags[first:] if rest.start <= tag.raw.start < rest.end]
        return self._copied(rest, tags, lambda tag: tag.final if changed else tag.text)

    def _space_before(self, after: SegmentResult, gap: Span) -> str:
        """A space between what is read as a word and the segment that it stands before."""
        at = after.segment.span.start
        near = self.tags[bisect_left(self.places, at) : bisect_right(self.places, at)]
        touches = any(tag.mark.word and tag.raw.end == gap.end for tag in near)
        return " " if touches and _changed(after) and after.text[:1].isalnum() else ""

    def _space_behind(self, before: SegmentResult | None, rest: Span) -> str:
        """A space between the last segment and what is read as a word behind it."""
        touches = any(tag.mark.word and tag.raw.start == rest.start for tag in self.tags)
        if before is None or not touches or not _changed(before):
            return ""
        return " " if before.text[-1:].isalnum() else ""

    def _near(self, before: SegmentResult | None, after: SegmentResult) -> Sequence[Tag]:
        """The tags from the end of one segment to the start of the next."""
        first = bisect_left(self.places, before.segment.span.end) if before else 0
        return self.tags[first : bisect_right(self.places, after.segment.span.start)]

    def _copied(self, span: Span, tags: Sequence[Tag], said: Callable[[Tag], str]) -> str:
        """The raw text of the span, each of the `tags` in it as `said`."""
        written, position = [], span.start
        for tag in tags:
            if span.start <= tag.raw.start < span.end:
                written += [self.text[position : tag.raw.start], said(tag)]
                position = tag.raw.end
        return "".join([*written, self.text[position : span.end]])

    def _translated(self, result: SegmentResult, own: Sequence[Tag]) -> str:
        written, position, done = [], 0, set[str]()
        inners = self._inners(result.segment.span, own)
        lost = [Inner(Span(at, at), markup) for at, markup in self.stand_ins.missing(result)]
        if lost:
            inners = sorted([*inners, *lost], key=lambda inner: inner.source.start)
        for target, tag in place(result, inners):
            written += [self._escaped(result.text[position:target], done), tag]
            if tag in self.words or _STANDS_AS_A_WORD.match(tag):
                written[-1] = _apart(tag, result.text, target)
            position = target
        return "".join([*written, self._escaped(result.text[position:], done)])

    def _escaped(self, text: str, done: set[str]) -> str:
        return self.stand_ins.restored(self.form.escape(text, self.block), done)

    def _inners(self, segment: Span, own: Sequence[Tag]) -> list[Inner]:
        """The owned tags as markup inside the segment: pairs, and what stands alone.

        Half of a pair that ends or begins in another segment stands alone here.
        """
        halves = Counter(id(tag.mark) for tag in own)
        inners: list[Inner] = []
        for tag in own:
            mark, at = tag.mark, tag.position - segment.start
            if mark.soft or (tag.closing and halves[id(mark)] == 2):
                continue
            text = tag.final if tag.closing else self._opening(mark)
            if halves[id(mark)] == 2:
                inners.append(Inner(Span(at, mark.end - segment.start), text, mark.final_close))
            else:
                inners.append(Inner(Span(at, at), text))
        return inners

    def _opening(self, mark: Mark) -> str:
        return self.form.opening(mark, self.block) if mark.close else mark.open


def _opens(tag: Tag, segment: Span) -> bool:
    """Whether it opens a pair before the first word of the segment."""
    mark = tag.mark
    return bool(mark.close) and not tag.closing and mark.start == segment.start < mark.end


def _spaced(head: str, before: SegmentResult) -> str:
    """What stands between two sentences, with the white space that English has there."""
    if before.segment.separator:
        return head.replace("\u3000", " ")
    return head if head[-1:].isspace() else f"{head} "


def _apart(tag: str, text: str, at: int) -> str:
    """The tag with a space on the sides where it would touch a word."""
    before = " " if text[at - 1 : at].isalnum() else ""
    return before + tag + (" " if text[at : at + 1].isalnum() else "")


def _changed(result: SegmentResult) -> bool:
    return result.text != result.segment.text
