"""Source spans and target spans of one segment: who looked at what.

Cross-attention gives, for each target token, how much it looked at each source token. A head that
was trained to align makes exact links; the last layer of a stock model makes approximate ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mtservice.edits import moved
from mtservice.model import Alignment, Link, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from mtservice.edits import Edit
    from mtservice.engine.base import Draft

_WORD = re.compile(r"\w(?:[\w'’.&/-]*\w)?")
_SHARE_OF_PEAK = 0.5
"""A source token belongs to a target word when it holds at least this share of the best one's."""
_LEAST = 0.1
"""Weaker attention than this is spread over the sentence and says nothing."""


class Attention:
    """Attention between the tokens of a target text and those of the segment's own text.

    `weights[t, s]`, both sides as spans; a token that stands for no text has an empty span.
    Not to be changed after construction.
    """

    __slots__ = ("_columns", "_rows", "_toward", "source", "target", "weights")

    def __init__(
        self, weights: NDArray[np.float32], target: Sequence[Span], source: Sequence[Span]
    ) -> None:
        self.weights = weights
        self.target = tuple(target)
        self.source = tuple(source)
        self._rows = _bounds(self.target)
        self._columns = _bounds(self.source)
        self._toward: dict[Span, NDArray[np.float32]] = {}

    def toward(self, source: Span) -> NDArray[np.float32]:
        """For each target token, the share of its attention that goes to a span of the source."""
        found = self._toward.get(source)
        if found is None:
            chosen = _overlapping(self._columns, source)
            found = self.weights[:, chosen].sum(axis=1, dtype=np.float32)
            self._toward[source] = found
        return found

    def rows(self, target: Span) -> NDArray[np.bool_]:
        """Which target tokens a target span holds or cuts into."""
        return _overlapping(self._rows, target)

    def mass(self, target: Span, source: Span) -> float:
        """How much the tokens of a target span look at a source span, 0–1."""
        rows = self.rows(target)
        return float(self.toward(source)[rows].mean()) if rows.any() else 0.0

    def edited(self, edits: Sequence[Edit]) -> Attention:
        """The same after the target text was edited: tokens move with the text."""
        if not edits:
            return self
        return Attention(self.weights, [moved(span, edits) for span in self.target], self.source)


def _bounds(spans: Sequence[Span]) -> NDArray[np.int64]:
    """Starts and ends as two rows."""
    pairs = [(span.start, span.end) for span in spans]
    return np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T


def _overlapping(bounds: NDArray[np.int64], span: Span) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (bounds[0] < span.end) & (bounds[1] > span.start)
    return found


def attention_of(draft: Draft, origin: Callable[[Span], Span]) -> Attention | None:
    """A draft's attention; `origin` maps spans of the model's input to the segment's text."""
    if draft.attention is None or not draft.target_spans or not draft.source_spans:
        return None
    rows, columns = draft.attention.shape
    return Attention(
        np.asarray(draft.attention, dtype=np.float32)[: len(draft.target_spans)],
        draft.target_spans[:rows],
        [origin(span) for span in draft.source_spans[:columns]],
    )


def align(
    text: str, attention: Attention | None, hits: Iterable[tuple[Span, Span]], *, exact: bool
) -> Alignment:
    """Links from source spans to the words of `text`; the (source, target) hits first.

    A word inside a hit is linked by the hit alone.
    """
    known = [Link(source, target) for source, target in hits]
    taken = [link.target for link in known]
    words = [Span(*match.span()) for match in _WORD.finditer(text)] if attention else []
    found = [
        link
        for word in words
        if attention and not any(word.overlaps(span) for span in taken)
        for link in _links(word, attention)
    ]
    links = sorted([*known, *found], key=lambda link: (link.target, link.source))
    return Alignment(tuple(links), exact and attention is not None)


def identity(text: str) -> Alignment:
    """The alignment of a text that was copied: each word with itself."""
    spans = [Span(*match.span()) for match in re.finditer(r"\S+", text)]
    return Alignment(tuple(Link(span, span) for span in spans), exact=True)


def _links(word: Span, attention: Attention) -> list[Link]:
    """The source spans that one target word looks at, neighbours joined."""
    rows = attention.rows(word)
    if not rows.any():
        return []
    weights = attention.weights[rows].mean(axis=0)
    peak = max((float(weights[i]) for i, s in enumerate(attention.source) if len(s)), default=0.0)
    if peak < _LEAST:
        return []
    merged: dict[Span, float] = {}
    for i in sorted(range(len(attention.source)), key=lambda i: attention.source[i]):
        if len(attention.source[i]) and weights[i] >= _SHARE_OF_PEAK * peak:
            _merge(merged, attention.source[i], float(weights[i]))
    return [Link(span, word, round(min(weight, 1.0), 4)) for span, weight in merged.items()]


def _merge(spans: dict[Span, float], span: Span, weight: float) -> None:
    """Add a span, joined with the last one where they touch."""
    last = next(reversed(spans), None)
    if last is not None and span.start <= last.end:
        weight += spans.pop(last)
        span = Span(last.start, max(last.end, span.end))
    spans[span] = weight
