"""What must, and what must not, appear in the English of one segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.model import EntryType, MatchPart
from mtservice.constraints.forms import Surface, surface
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model import TermMatch


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a composed requirement: the person, or the title."""

    entry: str
    """Id of the entry."""
    surface: Surface


@dataclass(frozen=True, slots=True)
class Requirement:
    """One occurrence of a term in the source, and what counts as its rendering."""

    match: TermMatch
    source: Span
    surface: Surface
    parts: tuple[Part, ...] = ()
    """For a composed match; the one that the hit is reported under comes first."""
    first: bool = False
    """The first mention in its document, of which only the long form is right."""

    @property
    def wanted(self) -> str:
        """The rendering to ask the model for."""
        return self.match.preferred

    @property
    def key(self) -> tuple[str, ...]:
        """The same for occurrences that one mention may stand for."""
        entries = tuple(part.entry for part in self.parts) or (self.match.entry.id,)
        return (self.match.glossary, *entries, *(("first mention",) if self.first else ()))


@dataclass(frozen=True, slots=True)
class Ban:
    """A rendering that must not stand for a term of this segment."""

    requirement: int
    """Index of the requirement that bans it."""
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A segment's text and its requirements, in the order of the text."""

    text: str
    requirements: tuple[Requirement, ...] = ()
    bans: tuple[Ban, ...] = ()
    every_mention: bool = False
    """Whether each occurrence needs a mention of its own; else one for all of the same term."""

    @property
    def groups(self) -> dict[tuple[str, ...], list[int]]:
        """Indexes of requirements that are occurrences of the same term, in order of the text."""
        found: dict[tuple[str, ...], list[int]] = {}
        for index, requirement in enumerate(self.requirements):
            found.setdefault(requirement.key, []).append(index)
        return found


def make_plan(text: str, matches: Sequence[TermMatch], *, every_mention: bool = False) -> Plan:
    """The plan of a segment whose text holds `matches` (offsets into `text`)."""
    ordered = sorted(matches, key=lambda match: (match.start, -match.end, match.entry.id))
    requirements = tuple(_requirement(match) for match in ordered)
    bans = tuple(
        Ban(index, banned)
        for index, requirement in enumerate(requirements)
        for banned in dict.fromkeys(requirement.match.forbidden)
        if banned and banned not in requirement.match.renderings
    )
    return Plan(text, requirements, bans, every_mention)


def _requirement(match: TermMatch) -> Requirement:
    entry = match.entry
    parts = sorted(match.parts, key=lambda part: (part.entry.id != entry.id, part.start))
    return Requirement(
        match,
        Span(match.start, match.end),
        surface(match.renderings, entry.case, entry.inflect),
        tuple(_part(part) for part in parts) if len(parts) > 1 else (),
        first=match.renderings == (entry.first_mention,) != (entry.preferred,),
    )


def _part(part: MatchPart) -> Part:
    entry = part.entry
    titles = [form for form in entry.accepted if entry.type is EntryType.TITLE]
    # A title apart from its name is an ordinary noun: "Lukashenko, the president of Belarus".
    forms = (*entry.accepted, *(form[:1].lower() + form[1:] for form in titles))
    return Part(entry.id, surface(tuple(dict.fromkeys(forms)), entry.case, entry.inflect))
