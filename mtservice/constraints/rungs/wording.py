"""The form of a wanted rendering that fits the words it takes the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.constraints.plurals import is_plural, plural

if TYPE_CHECKING:
    from mtservice.constraints.plan import Requirement


def fitting(requirement: Requirement, replaced: str) -> str:
    """The wanted rendering; of an ordinary noun its plural, where it takes the place of one."""
    wanted = requirement.wanted
    many = plural(wanted)
    fits = wanted[:1].islower() and is_plural(replaced) and requirement.surface.accepts(many)
    return many if fits else wanted
