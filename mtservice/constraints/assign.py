"""Which mention in the target stands for which required occurrence: one to one, disjoint.

A mention serves one occurrence only, so that one "Union" does not prove both 欧州連合 and 連合. As
many different terms as possible are met, then as many occurrences, then by the longer forms
("European Union" before "Union"), the wanted ones before the admitted, and the spans that the
attention agrees with. The choice is exact (weighted interval scheduling over the terms whose
mentions touch) up to a size that sentences do not reach, and greedy beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.alignment import Attention
    from mtservice.constraints.forms import Occurrence
    from mtservice.constraints.plan import Plan, Requirement
    from mtservice.model import Span

_FIRST, _FURTHER = 1_000_000.0, 10_000.0
_PER_LETTER, _PER_COST, _PER_AGREEMENT = 10.0, 5.0, 4.0
_MOST_STATES = 50_000
_APART = 40
"""Code points that may lie between a name and its title when they stand apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """The mention that stands for a requirement."""

    span: Span
    tier: str
    """How the form relates to the wanted rendering; `apart` for a name and its title."""
    others: tuple[Span, ...] = ()
    """Further spans that it claims: the title of a name that stands apart from it."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans that it claims."""
        return (self.span, *self.others)


@dataclass(frozen=True, slots=True)
class _Item:
    """One mention that one group of requirements could take."""

    span: Span
    group: int
    occurrence: Occurrence
    value: float


def assign(plan: Plan, text: str, attention: Attention | None) -> tuple[Place | None, ...]:
    """For each requirement its place in `text`, or `None`; all claimed spans are disjoint."""
    groups = list(plan.groups.values())
    items = [
        _Item(found.span, group, found, _worth(found, _agreement(plan, members, found, attention)))
        for group, members in enumerate(groups)
        for found in plan.requirements[members[0]].surface.find(text)
    ]
    places: list[Place | None] = [None] * len(plan.requirements)
    for component in _components(items):
        for group, chosen in _choose(component, groups, every=plan.every_mention).items():
            for index, found in _pair(plan, groups[group], chosen, attention):
                places[index] = Place(found.span, found.form.tier)
    for index, requirement in enumerate(plan.requirements):
        if requirement.parts and places[index] is None:
            _place_apart(plan, text, index, places)
    return tuple(places)


def _worth(found: Occurrence, agreement: float) -> float:
    return (
        _PER_LETTER * min(len(found.span), 100)
        - _PER_COST * found.form.cost
        + _PER_AGREEMENT * agreement
    )


def _agreement(
    plan: Plan, members: Sequence[int], found: Occurrence, attention: Attention | None
) -> float:
    if attention is None:
        return 0.0
    return max(attention.mass(found.span, plan.requirements[i].source) for i in members)


def _components(items: list[_Item]) -> list[list[_Item]]:
    """Items of groups that compete: their mentions overlap, directly or through others."""
    leader = {item.group: item.group for item in items}

    def find(group: int) -> int:
        while leader[group] != group:
            group = leader[group]
        return group

    ordered = sorted(items, key=lambda item: (item.span, item.group))
    reach: _Item | None = None
    for item in ordered:
        if reach is not None and item.span.start < reach.span.end:
            leader[find(item.group)] = find(reach.group)
        if reach is None or item.span.end > reach.span.end:
            reach = item
    components: dict[int, list[_Item]] = {}
    for item in ordered:
        components.setdefault(find(item.group), []).append(item)
    return list(components.values())


def _choose(
    items: list[_Item], groups: Sequence[Sequence[int]], *, every: bool
) -> dict[int, list[Occurrence]]:
    """The mentions taken for each group of one component."""
    ids = sorted({item.group for item in items})
    sizes = {group: min(len(groups[group]), _count(items, group)) for group in ids}
    further = _FIRST if every else _FURTHER
    if len(ids) == 1 or prod(size + 1 for size in sizes.values()) * len(items) > _MOST_STATES:
        chosen = _greedy(items, sizes)
    else:
        chosen = _exact(items, sizes, further)
    taken: dict[int, list[Occurrence]] = {}
    for item in chosen:
        taken.setdefault(item.group, []).append(item.occurrence)
    return taken


def _count(items: Sequence[_Item], group: int) -> int:
    return sum(item.group == group for item in items)


def _greedy(items: Sequence[_Item], sizes: dict[int, int]) -> list[_Item]:
    """The most valuable mention first, first mentions of all groups before further ones."""
    left = dict(sizes)
    chosen: list[_Item] = []
    ranked = sorted(items, key=lambda item: (-item.value, item.span, item.group))
    for first in (True, False):
        for item in ranked:
            fresh = left[item.group] == sizes[item.group]
            free = not any(item.span.overlaps(other.span) for other in chosen)
            if left[item.group] and free and (fresh or not first):
                left[item.group] -= 1
                chosen.append(item)
    return chosen


def _exact(items: Sequence[_Item], sizes: dict[int, int], further: float) -> list[_Item]:
    """The best disjoint choice, by dynamic programming over the mentions from left to right."""
    ids = list(sizes)
    full = tuple(sizes.values())

    @cache
    def best(position: int, reach: int, left: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        if position == len(items):
            return 0.0, ()
        item = items[position]
        result = best(position + 1, reach, left)
        slot = ids.index(item.group)
        if item.span.start >= reach and left[slot]:
            gain = _FIRST if left[slot] == full[slot] else further
            rest = (*left[:slot], left[slot] - 1, *left[slot + 1 :])
            value, chosen = best(position + 1, item.span.end, rest)
            if value + gain + item.value > result[0]:
                result = (value + gain + item.value, (position, *chosen))
        return result

    return [items[position] for position in best(0, 0, full)[1]]


def _pair(
    plan: Plan,
    members: Sequence[int],
    chosen: Sequence[Occurrence],
    attention: Attention | None,
) -> list[tuple[int, Occurrence]]:
    """Each chosen mention with one occurrence of the same term, by attention or by order."""
    found = sorted(chosen, key=lambda occurrence: occurrence.span)
    if attention is None or len(members) == 1:
        return list(zip(members, found, strict=False))
    ranked = sorted(
        (
            (-round(attention.mass(item.span, plan.requirements[i].source), 3), abs(i - k), i, k)
            for i in members
            for k, item in enumerate(found)
        ),
    )
    pairs: list[tuple[int, Occurrence]] = []
    used: set[int] = set()
    for *_, member, k in ranked:
        if k not in used and all(member != other for other, _ in pairs):
            used.add(k)
            pairs.append((member, found[k]))
    return pairs


def _place_apart(plan: Plan, text: str, index: int, places: list[Place | None]) -> None:
    """Meet a composed term by its parts: "Lukashenko, the President of Belarus".

    The name may be taken over from another occurrence of it, which then needs no span of its own.
    """
    requirement = plan.requirements[index]
    lenders = [] if plan.every_mention else _lenders(plan, requirement, places)
    claimed = [
        span
        for i, place in enumerate(places)
        if place is not None and i not in lenders
        for span in place.spans
    ]
    spans = _apart(requirement, text, claimed)
    if not spans:
        return
    places[index] = Place(spans[0], "apart", tuple(spans[1:]))
    for i in lenders:
        place = places[i]
        if place is not None and any(place.span.overlaps(span) for span in spans):
            places[i] = None
            places[i] = _free_place(plan.requirements[i], text, places)


def _free_place(
    requirement: Requirement, text: str, places: Sequence[Place | None]
) -> Place | None:
    """The first mention that nothing claims."""
    claimed = [span for place in places if place is not None for span in place.spans]
    for found in requirement.surface.find(text):
        if not any(found.span.overlaps(span) for span in claimed):
            return Place(found.span, found.form.tier)
    return None


def _lenders(plan: Plan, requirement: Requirement, places: Sequence[Place | None]) -> list[int]:
    name = requirement.parts[0].entry
    return [
        i
        for i, other in enumerate(plan.requirements)
        if not other.parts and other.match.entry.id == name and places[i] is not None
    ]


def _apart(requirement: Requirement, text: str, claimed: list[Span]) -> list[Span]:
    """Disjoint, unclaimed mentions of all parts near each other, the name first; or nothing."""
    name, *rest = requirement.parts
    for anchor in name.surface.find(text):
        spans = [anchor.span]
        for part in rest:
            near = [
                found.span
                for found in part.surface.find(text)
                if _gap(found.span, anchor.span) <= _APART
                and not any(found.span.overlaps(span) for span in [*claimed, *spans])
            ]
            spans += sorted(near, key=lambda span: (_gap(span, anchor.span), span))[:1]
        free = not any(anchor.span.overlaps(span) for span in claimed)
        if free and len(spans) == len(requirement.parts):
            return spans
    return []


def _gap(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
