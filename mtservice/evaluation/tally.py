"""Which of the terms asked of a text it says, and in which form.

After the terminology task of WMT26: word-bounded, whatever the letter case, each mention counted
for one term only (`exclusive`), and the form told: the rendering itself, inflected, or another
one that is admitted. Longer renderings take their mentions first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.evaluation.sets import AskedTerm


class Tier(StrEnum):
    """How near what is said comes to what was asked for."""

    EXACT = "exact"
    INFLECTED = "inflected"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class Said:
    """A term that was asked for, and the mention that it is met by."""

    term: AskedTerm
    tier: Tier | None = None
    """`None` where it is not said."""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The terms asked of one text."""

    said: tuple[Said, ...] = ()
    """Parallel to the terms."""
    surplus: int = 0
    """Mentions of the asked renderings beyond one for each time that the source says the term."""

    def count(self, tier: Tier) -> int:
        """How many terms are met in this form."""
        return sum(item.tier is tier for item in self.said)


@dataclass(slots=True)
class _Text:
    """A text of which mentions are taken."""

    text: str
    taken: list[Span] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> Span | None:
        """The first mention that nothing has taken yet; it is taken now."""
        found = next(self.free(pattern), None)
        if found is not None:
            self.taken.append(found)
        return found

    def free(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        for hit in pattern.finditer(self.text):
            span = Span(*hit.span())
            if not any(span.overlaps(other) for other in self.taken):
                yield span


def tally(source: str, output: str, terms: Sequence[AskedTerm]) -> Tally:
    """What `output` says of `terms`, all of them of the segment `source`."""
    text = _Text(output)
    said: dict[int, Said] = {}
    for index in sorted(range(len(terms)), key=lambda i: (-len(terms[i].target), i)):
        said[index] = _look(text, terms[index])
    asked = Counter(term.target.casefold() for term in terms)
    surplus = sum(
        max(0, len(list(text.free(mention(name)))) - _spare(source, terms, name, count))
        for name, count in asked.items()
    )
    return Tally(tuple(said[i] for i in range(len(terms))), surplus)


def _spare(source: str, terms: Sequence[AskedTerm], name: str, asked: int) -> int:
    """How many more mentions the source accounts for than there are terms of that rendering."""
    sources = {term.source for term in terms if term.target.casefold() == name}
    return max(0, sum(source.count(one) for one in sources) - asked)


def _look(text: _Text, term: AskedTerm) -> Said:
    ways = [
        (Tier.EXACT, mention(term.target, inflected=False)),
        (Tier.INFLECTED, mention(term.target)),
        *((Tier.ADMITTED, mention(other)) for other in term.admitted),
    ]
    for tier, pattern in ways:
        span = text.take(pattern)
        if span is not None:
            return Said(term, tier, span)
    return Said(term)


@lru_cache(maxsize=65536)
def mention(rendering: str, *, inflected: bool = True) -> re.Pattern[str]:
    """Finds a rendering: word-bounded, in any case, with a plural's ending unless told not."""
    words = r"[\s\u00a0-]+".join(re.escape(word) for word in re.split(r"[\s\u00a0-]+", rendering))
    plural = _plural(words) if inflected else words
    return re.compile(rf"(?<!\w){plural}(?!\w)", re.IGNORECASE)


def _plural(words: str) -> str:
    stem = words[:-1] if words[-1:].lower() == "y" else ""
    ending = rf"{words}(?:e?s)?"
    return rf"(?:{ending}|{stem}ies)" if stem else ending
