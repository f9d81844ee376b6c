"""Terms asked for, segment by segment: who meets them, and how they are given to a translator."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glossary.model import Entry, Target, TargetStatus
from mtservice.evaluation.tally import tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.evaluation.sets import AskedTerm


def met(source: Sequence[str], outputs: Sequence[str], terms: Sequence[AskedTerm]) -> int:
    """How many of the terms the outputs say, in any accepted form; see `tally`."""
    return sum(
        item.tier is not None
        for i, asked in by_segment(terms).items()
        for item in tally(source[i], outputs[i], asked).said
    )


def by_segment(terms: Sequence[AskedTerm]) -> dict[int, list[AskedTerm]]:
    """The terms of each segment that has any, in their order."""
    found: defaultdict[int, list[AskedTerm]] = defaultdict(list)
    for term in terms:
        found[term.segment].append(term)
    return dict(found)


def shuffled(terms: Sequence[AskedTerm], seed: int = 7) -> tuple[AskedTerm, ...]:
    """The terms, each with the rendering of another one: a control that no model can guess.

    Where there is but one rendering, it is numbered ("Riga II").
    """
    choose = random.Random(seed)  # noqa: S311 - a control, not a secret
    renderings = sorted({term.target for term in terms})
    return tuple(
        replace(term, target=choose.choice(others or [f"{term.target} II"]), admitted=())
        for term in terms
        for others in ([one for one in renderings if one != term.target],)
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
