"""Terms asked for, segment by segment: who meets them, and how they are given to a translator."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glossary.model import Entry, Target, TargetStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.evaluation.sets import AskedTerm


def met(outputs: Sequence[str], terms: Sequence[AskedTerm]) -> int:
    """How many terms the outputs say: word-bounded, any case, plural and possessive allowed.

    Each mention stands for one term only (`exclusive` in the terminology task of WMT): longer
    renderings take theirs first.
    """
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    count = 0
    for term in sorted(terms, key=lambda term: (term.segment, -len(term.target))):
        spans = taken[term.segment]
        for found in mention(term.target).finditer(outputs[term.segment]):
            if all(found.end() <= start or found.start() >= end for start, end in spans):
                spans.append(found.span())
                count += 1
                break
    return count


def mention(rendering: str) -> re.Pattern[str]:
    """Finds a rendering: word-bounded, in any case, with a plural's ending."""
    return re.compile(rf"(?<!\w){re.escape(rendering)}(?:e?s)?(?!\w)", re.IGNORECASE)


def shuffled(terms: Sequence[AskedTerm], seed: int = 7) -> tuple[AskedTerm, ...]:
    """The terms, each with the rendering of another one: a control that no model can guess."""
    choose = random.Random(seed)  # noqa: S311 - a control, not a secret
    renderings = sorted({term.target for term in terms})
    return tuple(
        replace(term, target=choose.choice([one for one in renderings if one != term.target]))
        for term in terms
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Segments that can share one glossary: none holds a term that it does not ask for."""

    segments: tuple[int, ...]
    entries: tuple[Entry, ...]


def groups(source: Sequence[str], terms: Sequence[AskedTerm]) -> tuple[Group, ...]:
    """All segments in few groups, so that each gets its own terms and no others.

    Where one segment asks for several renderings of a source term, the first is preferred and the
    others are admitted.
    """
    asked: defaultdict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for term in terms:
        told = asked[term.segment].get(term.source, ())
        asked[term.segment][term.source] = tuple(dict.fromkeys((*told, term.target)))
    open_groups: list[_Open] = []
    for segment, text in enumerate(source):
        fitting = (one for one in open_groups if one.fits(text, asked[segment]))
        chosen = next(fitting, None)
        if chosen is None:
            open_groups.append(chosen := _Open())
        chosen.add(segment, text, asked[segment])
    return tuple(Group(tuple(one.segments), _entries(one.terms)) for one in open_groups)


class _Open:
    """A group that may still take segments."""

    def __init__(self) -> None:
        self.segments: list[int] = []
        self.terms: dict[str, tuple[str, ...]] = {}
        self.texts: list[str] = []

    def fits(self, text: str, asked: dict[str, tuple[str, ...]]) -> bool:
        """Whether the segment's terms disturb nobody, and nobody's terms disturb it."""
        for term, told in self.terms.items():
            if term in text and asked.get(term) != told:
                return False
        new = [term for term in asked if term not in self.terms]
        return not any(term in other for term in new for other in self.texts)

    def add(self, segment: int, text: str, asked: dict[str, tuple[str, ...]]) -> None:
        self.segments.append(segment)
        self.texts.append(text)
        self.terms |= asked


def _entries(terms: dict[str, tuple[str, ...]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=source,
            source=source,
            targets=(
                Target(told[0]),
                *(Target(other, TargetStatus.ADMITTED) for other in told[1:]),
            ),
        )
        for source, told in terms.items()
    )
