"""What of a plan a target text meets, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.assign import Place, assign
from mtservice.constraints.forms import loose
from mtservice.model import Span

if TYPE_CHECKING:
    import re

    from mtservice.alignment import Attention
    from mtservice.constraints.plan import Ban, Plan


@dataclass(frozen=True, slots=True)
class Banned:
    """A rendering in the target that must not stand there."""

    span: Span
    requirement: int
    """Index of the requirement whose entry bans it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a target text meets a plan."""

    places: tuple[Place | None, ...]
    """For each requirement the mention that stands for it alone."""
    stand_ins: tuple[int | None, ...]
    """For a requirement without a place, the one whose mention is enough for both."""
    banned: tuple[Banned, ...] = ()

    @property
    def missing(self) -> tuple[int, ...]:
        """Requirements that nothing in the text stands for."""
        pairs = zip(self.places, self.stand_ins, strict=True)
        return tuple(i for i, (place, other) in enumerate(pairs) if place is None and other is None)

    @property
    def met(self) -> int:
        """How many requirements are met, stand-ins included."""
        return len(self.places) - len(self.missing)

    @property
    def is_complete(self) -> bool:
        """Nothing is missing and nothing forbidden is said."""
        return not self.missing and not self.banned

    @property
    def claimed(self) -> tuple[Span, ...]:
        """Target spans that stand for a requirement, in order."""
        return tuple(sorted(span for place in self.places if place for span in place.spans))


def verify(plan: Plan, text: str, attention: Attention | None = None) -> Verdict:
    """Assign the mentions in `text` to the plan's requirements and look for banned renderings."""
    places = assign(plan, text, attention)
    verdict = Verdict(places, _stand_ins(plan, places))
    return Verdict(places, verdict.stand_ins, _find_banned(plan, text, verdict.claimed))


def _stand_ins(plan: Plan, places: tuple[Place | None, ...]) -> tuple[int | None, ...]:
    """For each requirement without a place, another met one that names the same entries."""
    if plan.every_mention:
        return (None,) * len(places)
    entries = [set(requirement.key[1:]) for requirement in plan.requirements]
    met = [index for index, place in enumerate(places) if place is not None]
    return tuple(
        None
        if place is not None
        else min(
            (other for other in met if entries[index] <= entries[other]),
            key=lambda other: (abs(other - index), other),
            default=None,
        )
        for index, place in enumerate(places)
    )


def _ban_pattern(plan: Plan, ban: Ban) -> re.Pattern[str]:
    """Finds a banned rendering, and its plural where the entry lets its own inflect."""
    return loose(ban.text, inflected=plan.requirements[ban.requirement].match.entry.inflect)


def _find_banned(plan: Plan, text: str, claimed: tuple[Span, ...]) -> tuple[Banned, ...]:
    """Forbidden renderings outside of the mentions that are right, leftmost first, disjoint."""
    hits = sorted(
        (Span(*hit.span()), ban.requirement)
        for ban in plan.bans
        for hit in _ban_pattern(plan, ban).finditer(text)
    )
    found: list[Banned] = []
    for span, requirement in hits:
        if not any(span.overlaps(other) for other in [*claimed, *(item.span for item in found)]):
            found.append(Banned(span, requirement))
    return tuple(found)
