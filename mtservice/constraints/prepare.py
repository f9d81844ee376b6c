"""The text that the model is given, and the way back from its offsets to the segment's own.

Three ways to give a wanted rendering to a model: `annotate` writes it beside the term between the
marks that the model was trained to read; `code-switch` writes it in the term's place, which many
models copy; `plain` leaves the Japanese alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.readable import edits_for_reading
from mtservice.edits import Edit
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtservice.constraints.plan import Plan
    from mtservice.engine.base import TermMarks

PLAIN, ANNOTATE, CODE_SWITCH = "plain", "annotate", "code-switch"

_NEUTRAL = {"⟦": "[", "⟧": "]", "⟶": "→"}
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the prepared text and the stretch of the segment that it stands for."""

    prepared: Span
    source: Span
    copied: bool
    """Both are the same text, so offsets inside correspond one to one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A model input made from a segment."""

    text: str
    strategy: str
    pieces: tuple[Piece, ...]

    def origin(self, span: Span) -> Span:
        """The span of the segment's text behind a span of the prepared text.

        What touches a replaced term stands for the whole term. An empty span stays empty.
        """
        if not len(span):
            return Span(0, 0)
        if len(self.pieces) == 1 and self.pieces[0].copied:
            return span
        first = bisect_right(self.pieces, span.start, key=lambda piece: piece.prepared.end)
        ranges: list[Span] = []
        for piece in self.pieces[first:]:
            if piece.prepared.start >= span.end:
                break
            ranges.append(_behind(span, piece))
        if not ranges:
            return Span(0, 0)
        return Span(min(r.start for r in ranges), max(r.end for r in ranges))


def prepare(
    plan: Plan, strategy: str, marks: TermMarks | None, *, renderings: Sequence[str] | None = None
) -> Prepared:
    """The input by one strategy; `renderings` overrides the wanted one of each requirement.

    Where terms overlap the longest is given to the model. Strings of the segment that look like
    the model's marks are neutralised, under every strategy.
    """
    wanted = renderings or [requirement.wanted for requirement in plan.requirements]
    builder = _Builder(plan.text, marks)
    for index in _chosen(plan) if strategy != PLAIN else ():
        span = plan.requirements[index].source
        if strategy == ANNOTATE and marks is not None:
            builder.replace(span, marks.annotate(builder.clean(span.of(plan.text)), wanted[index]))
        else:
            builder.replace(span, wanted[index], spaced=True)
    return builder.finish(strategy)


class _Builder:
    """Writes the prepared text from left to right and remembers where each piece came from."""

    def __init__(self, source: str, marks: TermMarks | None) -> None:
        self.source = source
        self.text = ""
        self.position = 0
        self.pieces: list[Piece] = []
        strings = [marks.open, marks.middle, marks.close] if marks else []
        self.marks = re.compile("|".join(map(re.escape, strings))) if strings else None
        hits = self.marks.finditer(source) if self.marks else ()
        neutral = [Edit(*hit.span(), self.clean(hit.group())) for hit in hits]
        self.edits = sorted([*neutral, *edits_for_reading(source)])

    def clean(self, text: str) -> str:
        """The text without strings that the model would take for marks."""
        if self.marks is None:
            return text
        return self.marks.sub(lambda hit: _NEUTRAL.get(hit.group(), " "), text)

    def replace(self, span: Span, text: str, *, spaced: bool = False) -> None:
        """Copy up to `span`, then write `text` for it, apart from Latin letters beside it."""
        self.copy(span.start)
        if spaced and _both_latin(self.text[-1:], text[:1]):
            self.text += " "
        if spaced and _both_latin(text[-1:], self.source[span.end : span.end + 1]):
            text += " "
        self._write(text, span, copied=False)

    def copy(self, end: int) -> None:
        """Copy the source up to `end`, marks neutralised and spellings made readable."""
        for edit in self.edits:
            if self.position <= edit.start and edit.end <= end:
                self._write(self.source[self.position : edit.start], None, copied=True)
                self._write(edit.text, Span(edit.start, edit.end), copied=False)
        self._write(self.source[self.position : end], None, copied=True)

    def finish(self, strategy: str) -> Prepared:
        """The rest copied, all put together."""
        self.copy(len(self.source))
        return Prepared(self.text, strategy, tuple(self.pieces))

    def _write(self, text: str, source: Span | None, *, copied: bool) -> None:
        source = source or Span(self.position, self.position + len(text))
        if text:
            place = Span(len(self.text), len(self.text) + len(text))
            self.pieces.append(Piece(place, source, copied))
        self.text += text
        self.position = source.end


def _chosen(plan: Plan) -> list[int]:
    """Requirements whose source spans are disjoint, the longest first where they overlap."""
    taken: list[Span] = []
    chosen: list[int] = []
    by_length = sorted(
        enumerate(plan.requirements), key=lambda item: (-len(item[1].source), item[0])
    )
    for index, requirement in by_length:
        if not _touches(requirement.source, taken):
            taken.append(requirement.source)
            chosen.append(index)
    return sorted(chosen, key=lambda index: plan.requirements[index].source)


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _behind(span: Span, piece: Piece) -> Span:
    if not piece.copied:
        return piece.source
    shift = piece.source.start - piece.prepared.start
    return Span(
        max(span.start, piece.prepared.start) + shift, min(span.end, piece.prepared.end) + shift
    )


def _both_latin(left: str, right: str) -> bool:
    return bool(_LATIN.match(left) and _LATIN.match(right))
