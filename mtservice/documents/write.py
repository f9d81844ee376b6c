"""One block of a document, written: its translated segments, and the markup between them.

A block is given as pieces: text, and blocks that lie inside its markup, which the renderer writes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from mtservice.documents.project import Inner, place
from mtservice.documents.stand_ins import StandIns
from mtservice.documents.tags import Places, owned, tags_of
from mtservice.model import Block, SegmentResult, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mtservice.documents.base import Format
    from mtservice.documents.tags import Tag
    from mtservice.edits import Edit

Piece: TypeAlias = str | Block
Placed: TypeAlias = tuple[SegmentResult, Span, Span]
"""A result, its place in the document text, and its place in what was written."""

_STANDS_AS_A_WORD = re.compile(
    r"`|!\[|<?https?:|\{\{.*\}\}$|<(?:code|kbd|samp|var|tt|img|input)\b|<[^<>]*\stranslate=.no|%|\{\w",
    re.DOTALL,
)
"""Code, images, templates, addresses and placeholders: markup that is read as a word."""

_HALF = re.compile(r"</|<[A-Za-z][^<>]*(?<!/)>(?!.*</)", re.DOTALL)
"""A tag whose other half is elsewhere in the document."""


class Output:
    """The text written so far, in parts, and what was placed in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.placed: list[Placed] = []

    def write(self, text: str) -> None:
        """Append `text`."""
        self.parts.append(text)
        self.length += len(text)

    def append(self, other: Output) -> None:
        """Append another output, its places moved behind what is here."""
        start = self.length
        for result, source, target in other.placed:
            moved = Span(target.start + start, target.end + start)
            self.placed.append((result, source, moved))
        self.parts += other.parts
        self.length += other.length


class RawText:
    """The document text, with the blocks that lie inside markup, and with edits made."""

    def __init__(self, text: str, inner: Sequence[Block], edits: Iterable[Edit]) -> None:
        self.text = text
        found: list[tuple[int, int, Piece]] = [
            (item.span.start, item.span.end, item) for item in inner
        ]
        found += [(item.start, item.end, item.text) for item in edits]
        self._inserts = sorted(found, key=lambda item: item[:2])
        self._starts = [start for start, _, _ in self._inserts]

    def pieces(self, span: Span) -> list[Piece]:
        """What stands at `span`, which may lie within one of the blocks."""
        first = bisect_left(self._starts, span.start)
        position, pieces = span.start, list[Piece]()
        for start, end, piece in self._inserts[first : bisect_left(self._starts, span.end)]:
            if start < position or span.end < end or (start == span.start and end >= span.end):
                continue
            pieces += [self.text[position:start], piece]
            position = end
        return [*pieces, self.text[position : span.end]]


class BlockWriter:
    """Writes one block: its segments, and the markup and white space between them."""

    def __init__(self, raw: RawText, block: Block, form: Format) -> None:
        self.raw = raw
        self.block = block
        self.form = form
        self.tags = tags_of(block)
        self.positions = [tag.position for tag in self.tags]
        self.places = Places(block, self.tags)
        self.stand_ins = StandIns(block)

    def write(
        self, results: Sequence[SegmentResult]
    ) -> Iterator[tuple[list[Piece], SegmentResult | None]]:
        """The block in pieces, in order: those of a segment with its result, those between."""
        position, before = self.block.span.start, None
        for result in results:
            own = self._owned(result.segment.span)
            source = self._source(result.segment.span, own)
            yield self._gap(Span(position, source.start), before, result), None
            said = self._translated(result, own) if changed(result) else self.raw.pieces(source)
            yield said, result
            position, before = source.end, result
        yield self._gap(Span(position, self.block.span.end), before, None), None

    def source(self, result: SegmentResult) -> Span:
        """Where the segment stands in the document."""
        return self._source(result.segment.span, self._owned(result.segment.span))

    def _owned(self, span: Span) -> list[Tag]:
        near = self.tags[
            bisect_left(self.positions, span.start) : bisect_right(self.positions, span.end)
        ]
        return owned(near, span)

    def _source(self, span: Span, own: Sequence[Tag]) -> Span:
        """Where it stands in the document, with the tags that it owns at its edges."""
        start, end = self.places.start(span.start), self.places.end(span.end)
        return Span(
            min([start, *(tag.raw.start for tag in own)]), max([end, *(tag.raw.end for tag in own)])
        )

    def _gap(
        self, gap: Span, before: SegmentResult | None, after: SegmentResult | None
    ) -> list[Piece]:
        """What stands between two segments: markup as it is, a space where English needs one."""
        rejoined = before is not None and changed(before)
        renewed = after is not None and changed(after)
        start = after.segment.span if after is not None else Span(0, 0)

        def said(tag: Tag) -> list[Piece]:
            if tag.mark.soft and _fades(tag, before, after):
                return []
            if rejoined and tag.closing:
                return self._said(tag, tag.mark.final_close)
            if renewed and _opens(tag, start):
                return self._said(tag, self.form.opening(tag.mark, self.block))
            return self._said(tag, tag.text)

        tags = [tag for tag in self._near(before, after) if gap.start <= tag.raw.start < gap.end]
        openers = [tag.raw.start for tag in tags if after is not None and _opens(tag, start)]
        edge = openers[0] if openers else gap.end
        head = self._copied(Span(gap.start, edge), tags, said)
        if before is not None and after is not None and rejoined:
            head = _spaced(head, before)
        whole = head + self._copied(Span(edge, gap.end), tags, said)
        return _parted(whole, [tag for tag in tags if tag.mark.word], gap, before, after)

    def _near(self, before: SegmentResult | None, after: SegmentResult | None) -> Sequence[Tag]:
        """The tags from the end of one segment to the start of the next."""
        first = bisect_left(self.positions, before.segment.span.end) if before else 0
        last = bisect_right(self.positions, after.segment.span.start) if after else None
        return self.tags[first:last]

    def _copied(
        self, span: Span, tags: Sequence[Tag], said: Callable[[Tag], list[Piece]]
    ) -> list[Piece]:
        """The raw text of the span, each of the `tags` in it as `said`."""
        written, position = list[Piece](), span.start
        for tag in tags:
            if span.start <= tag.raw.start < span.end:
                written += [*self.raw.pieces(Span(position, tag.raw.start)), *said(tag)]
                position = tag.raw.end
        return written + self.raw.pieces(Span(position, span.end))

    def _said(self, tag: Tag, text: str) -> list[Piece]:
        """The tag as it stands in the document, or as it is now; a block in it stays in it."""
        pieces = self.raw.pieces(tag.raw)
        as_it_was = text == tag.text or any(isinstance(piece, Block) for piece in pieces)
        return pieces if as_it_was else [text]

    def _translated(self, result: SegmentResult, own: Sequence[Tag]) -> list[Piece]:
        written, position, done = list[Piece](), 0, set[str]()
        inners = self._inners(result.segment.span, own)
        lost = self.stand_ins.missing(result)
        alone = [Inner(Span(at, at), str(len(own) + number)) for number, (at, _) in enumerate(lost)]
        if alone:
            inners = sorted([*inners, *alone], key=lambda inner: inner.source.start)
        for target, key in place(result, inners):
            written.append(self._escaped(result.text[position:target], done))
            number = int(key) - len(own)
            if number >= 0:
                written += _apart([lost[number][1]], result.text, target)
            else:
                written += self._inner(own[int(key)], result.text, target)
            position = target
        return [*written, self._escaped(result.text[position:], done)]

    def _inner(self, tag: Tag, text: str, at: int) -> list[Piece]:
        """A tag between words of the English."""
        opens = bool(tag.mark.close) and not tag.closing
        now = self.form.opening(tag.mark, self.block) if opens else tag.final
        said = self._said(tag, now)
        is_word = tag.mark.word or _STANDS_AS_A_WORD.match(now)
        return _apart(said, text, at) if is_word else said

    def _escaped(self, text: str, done: set[str]) -> str:
        return self.stand_ins.restored(self.form.escape(text, self.block), done)

    def _inners(self, segment: Span, own: Sequence[Tag]) -> list[Inner]:
        """The owned tags as markup inside the segment: pairs, and what stands alone.

        Half of a pair that ends or begins in another segment stands alone here. Each is called by
        its number in `own`.
        """
        halves = Counter(id(tag.mark) for tag in own)
        closings = {id(tag.mark): str(number) for number, tag in enumerate(own) if tag.closing}
        inners: list[Inner] = []
        for number, tag in enumerate(own):
            mark, at = tag.mark, tag.position - segment.start
            both = halves[id(mark)] == 2
            if (mark.soft and (both or not mark.close)) or (tag.closing and both):
                continue
            if both:
                whole = Span(at, mark.end - segment.start)
                inners.append(Inner(whole, str(number), closings[id(mark)]))
            else:
                half = bool(mark.close) or bool(_HALF.match(tag.text))
                inners.append(Inner(Span(at, at), str(number), half=half))
        return inners


def changed(result: SegmentResult) -> bool:
    """Whether the segment says something else than before."""
    return result.text != result.segment.text


def _opens(tag: Tag, segment: Span) -> bool:
    """Whether it opens a pair before the first word of the segment."""
    mark = tag.mark
    return bool(mark.close) and not tag.closing and mark.start == segment.start < mark.end


def _fades(tag: Tag, before: SegmentResult | None, after: SegmentResult | None) -> bool:
    """Whether a soft tag between two segments goes: the words that it belongs to have changed."""
    mark = tag.mark
    rejoined = before is not None and changed(before)
    renewed = after is not None and changed(after)
    if not mark.close:
        return rejoined or (renewed and not tag.text.isspace())
    holder = before if tag.closing else after
    if holder is None or not changed(holder):
        return False
    span = holder.segment.span
    return span.start <= mark.start < span.end and mark.end <= span.end


def _parted(
    pieces: list[Piece],
    words: Sequence[Tag],
    gap: Span,
    before: SegmentResult | None,
    after: SegmentResult | None,
) -> list[Piece]:
    """A gap with spaces where one of its `words`, markup, would touch a letter of the English."""
    starts = any(tag.raw.start == gap.start for tag in words)
    ends = any(tag.raw.end == gap.end for tag in words)
    if starts and after is None and before is not None and changed(before):
        pieces = [" ", *pieces] if before.text[-1:].isalnum() else pieces
    if ends and after is not None and changed(after) and after.text[:1].isalnum():
        pieces = [*pieces, " "]
    return pieces


def _spaced(head: list[Piece], before: SegmentResult) -> list[Piece]:
    """What stands between two sentences, with the white space that English has there."""
    if before.segment.separator:
        return [item.replace("\u3000", " ") if isinstance(item, str) else item for item in head]
    last = next((item for item in reversed(head) if item), "")
    return head if isinstance(last, str) and last[-1:].isspace() else [*head, " "]


def _apart(tag: list[Piece], text: str, at: int) -> list[Piece]:
    """The tag with a space on the sides where it would touch a word."""
    before = " " if text[at - 1 : at].isalnum() else ""
    return [before, *tag, " " if text[at : at + 1].isalnum() else ""]
