"""A block's marks as the tags that they stand as in the document, shared out to its segments.

A segment owns what lies inside it: what stands between its words, and a pair that lies wholly
inside it, also where that begins with its first word or ends with its last. All other tags are the
gaps' between the segments, a pair round the whole segment among them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from mtservice.model import Mark, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.model import Block, Spelling


@dataclass(frozen=True, slots=True)
class Tag:
    """One half of a mark, or the whole of one that stands alone."""

    mark: Mark
    closing: bool
    position: int
    """In the block text: before which character it stands."""
    raw: Span
    """Its range in the document text."""

    @property
    def text(self) -> str:
        """As it stands in the document."""
        return self.mark.close if self.closing else self.mark.open

    @property
    def final(self) -> str:
        """As it stands once the words have changed, but for what the format makes of an opening."""
        return self.mark.final_close if self.closing else self.mark.open


def tags_of(block: Block) -> list[Tag]:
    """All tags of a block in the order in which they stand in the document."""
    halves = [
        *((mark.start, 1, index, mark) for index, mark in enumerate(block.marks)),
        *((mark.end, 0, -index, mark) for index, mark in enumerate(block.marks) if mark.close),
    ]
    halves.sort(key=lambda half: half[:3])
    tags: list[Tag] = []
    spelled = _Spelled(block.spellings)
    taken = 0
    for position, opens, _, mark in halves:
        length = len(mark.open if opens else mark.close)
        start = block.span.start + position + spelled.longer(position) + taken
        tags.append(Tag(mark, not opens, position, Span(start, start + length)))
        taken += length
    return tags


class Places:
    """Where the characters of a block stand in the document text."""

    def __init__(self, block: Block, tags: Sequence[Tag]) -> None:
        self._start = block.span.start
        self._spelled = _Spelled(block.spellings)
        self._positions = [tag.position for tag in tags]
        self._taken = [0, *accumulate(len(tag.raw) for tag in tags)]

    def start(self, position: int) -> int:
        """Where the character at `position` of the block begins."""
        tags = self._taken[bisect_right(self._positions, position)]
        return self._start + position + self._spelled.longer(position) + tags

    def end(self, position: int) -> int:
        """Where the character before `position` of the block ends."""
        return self.start(position - 1) + self._spelled.length(position - 1)


class _Spelled:
    """By how much the document's spelling of a block is longer than its text."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self._starts = [item.start for item in spellings]
        self._ends = [item.end for item in spellings]
        self._raws = [len(item.raw) for item in spellings]
        gains = (len(item.raw) - (item.end - item.start) for item in spellings)
        self._gains = [0, *accumulate(gains)]

    def longer(self, position: int) -> int:
        """By how much before the character at `position`."""
        return self._gains[bisect_right(self._ends, position)]

    def length(self, position: int) -> int:
        """How long the character at `position` is in the document."""
        at = bisect_right(self._starts, position) - 1
        if at < 0 or self._ends[at] <= position:
            return 1
        return self._raws[at] - (position - self._starts[at])


def owned(tags: Sequence[Tag], segment: Span) -> list[Tag]:
    """The tags that the segment owns, of those of its block, in order."""
    found: list[Tag] = []
    around: list[Mark] = []
    for tag in tags:
        if not segment.start <= tag.position <= segment.end:
            continue
        around = [mark for mark in around if tag.position < mark.end or tag.mark is mark]
        if around or segment.start < tag.position < segment.end or _inside(tag.mark, segment):
            found.append(tag)
        if not tag.closing and _inside(tag.mark, segment):
            around.append(tag.mark)
    return found


def _inside(mark: Mark, segment: Span) -> bool:
    """Whether the mark is a pair round a part of the segment."""
    if not mark.close or mark.start == mark.end:
        return False
    whole = mark.start == segment.start and mark.end == segment.end
    return segment.start <= mark.start and mark.end <= segment.end and not whole
