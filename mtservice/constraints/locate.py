"""Where in a target text a missed term would stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.forms import WORD
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.constraints.hypothesis import Judged
    from mtservice.constraints.plan import Requirement

_WORD = re.compile(rf"[{WORD}](?:[{WORD}.&-]|['’](?=[{WORD}])(?!s\b))*(?<!\.)|[^\W{WORD}_]+")
FUNCTION_WORDS = frozenset(
    "a an the of in on at to for from by with as and or but is was are were be been has have had "
    "will would can could that which who whom this these those its his her their not also "
    "than".split()
)
"""Words that never render a term by themselves; a pronoun may stand where a name is wanted."""
_SHARE_OF_PEAK = 0.5
_PEAKS = 2
_LEAST = 0.15
"""Less attention than this is no reason to take a word for the rendering of a term."""
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of whole words that seems to render a source term; empty: between two words."""

    span: Span
    weight: float


def regions(judged: Judged, source: Span) -> tuple[Region, ...]:
    """Stretches of the text that look at `source` most, best first; none without attention.

    They hold whole words, cross no comma or stop, touch no mention that stands for a term, and
    neither begin nor end with a function word.
    """
    attention = judged.hypothesis.attention
    if attention is None:
        return ()
    words = free_words(judged)
    weights = [attention.mass(word, source) for word in words]
    found: dict[Span, float] = {}
    for peak in sorted(range(len(words)), key=lambda i: (-weights[i], i))[:_PEAKS]:
        if weights[peak] < _LEAST or weights[peak] < _SHARE_OF_PEAK * max(weights):
            continue
        run = _run(judged.text, words, weights, peak)
        for span in (run, words[peak]):
            if _says_something(span.of(judged.text)):
                found.setdefault(span, weights[peak])
    return tuple(Region(span, weight) for span, weight in found.items())


def gaps(judged: Judged, requirement: Requirement, source: str) -> tuple[Region, ...]:
    """Places between words where a term could be set in: where the attention lies, else in
    proportion to its place in the source; then the end of the sentence.
    """
    words = free_words(judged)
    end = len(judged.text.rstrip(" .!?…\"'”)"))
    last = Region(Span(end, end), 0.0)
    if not words:
        return (last,)
    attention = judged.hypothesis.attention
    weights = [attention.mass(word, requirement.source) if attention else 0.0 for word in words]
    if max(weights) < _LEAST:
        share = requirement.source.start / max(len(source), 1)
        nearest = min(words, key=lambda word: (abs(word.start - share * len(judged.text)), word))
        return (Region(Span(nearest.start, nearest.start), 0.0), last)
    best = words[max(range(len(words)), key=lambda i: (weights[i], -i))]
    before, after = Span(best.start, best.start), Span(best.end, best.end)
    return (Region(before, max(weights)), Region(after, max(weights)), last)


def free_words(judged: Judged) -> list[Span]:
    """The words of the text that no mention of a term holds."""
    claimed = judged.verdict.claimed
    spans = [Span(*hit.span()) for hit in _WORD.finditer(judged.text)]
    return [span for span in spans if not any(span.overlaps(other) for other in claimed)]


def _run(text: str, words: Sequence[Span], weights: Sequence[float], peak: int) -> Span:
    """The words around the peak that look at the source as well, function words trimmed off."""
    first = last = peak
    least = _SHARE_OF_PEAK * weights[peak]
    while (
        first > 0 and weights[first - 1] >= least and _adjoin(text, words[first - 1], words[first])
    ):
        first -= 1
    while (
        last + 1 < len(words)
        and weights[last + 1] >= least
        and _adjoin(text, words[last], words[last + 1])
    ):
        last += 1
    while first < last and words[first].of(text).lower() in FUNCTION_WORDS:
        first += 1
    while last > first and words[last].of(text).lower() in FUNCTION_WORDS:
        last -= 1
    last = min(last, first + _MOST_WORDS - 1)
    return Span(words[first].start, words[last].end)


def _adjoin(text: str, left: Span, right: Span) -> bool:
    return text[left.end : right.start] in {" ", "-", "’s ", "'s ", " “", "” "}


def _says_something(words: str) -> bool:
    return words.lower() not in FUNCTION_WORDS
