"""The values of a glossary: entries, their renderings, and matches in a text.

All are frozen. Offsets are code points into the raw text, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TargetStatus(StrEnum):
    """How a rendering may be used."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class EntryType(StrEnum):
    """What an entry names; composition of person + title depends on it."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    TITLE = "title"
    WORK = "work"
    TERM = "term"


class EntryStatus(StrEnum):
    """Where an entry stands in its life; only approved ones bind a translation."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


class CaseRule(StrEnum):
    """`exact`: as written. `sentence`: a capital where a sentence begins is right too."""

    EXACT = "exact"
    SENTENCE = "sentence"


class MatchKind(StrEnum):
    """How the source text led to the entry."""

    EXACT = "exact"
    VARIANT = "variant"
    FUZZY = "fuzzy"
    COMPOSED = "composed"


@dataclass(frozen=True, slots=True)
class Target:
    """One English rendering and its status."""

    text: str
    status: TargetStatus = TargetStatus.PREFERRED


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept: a Japanese term, its variants and its English renderings."""

    id: str
    source: str
    targets: tuple[Target, ...]
    type: EntryType = EntryType.TERM
    variants: tuple[str, ...] = ()
    """Other Japanese spellings that lead to this entry, older and mistaken ones included."""
    status: EntryStatus = EntryStatus.APPROVED
    do_not_translate: bool = False
    """The source stands in the English as it is."""
    case: CaseRule = CaseRule.EXACT
    inflect: bool = True
    """Plural and possessive of a rendering are right too."""
    adjective: str = ""
    """For a place: the attributive form, `Belarusian` as in `Belarusian President`. Admitted."""
    first_mention: str = ""
    """What is said the first time in a document, when it differs from the preferred rendering."""
    priority: int = 0
    """Breaks ties between entries of one glossary; higher wins."""
    domain: str = ""
    note: str = ""
    provenance: str = ""
    author: str = ""
    modified: str = ""
    """ISO 8601 date of the last change."""

    @property
    def preferred(self) -> str:
        """The rendering to use; the source itself for a do-not-translate entry without one."""
        return next(iter(self.with_status(TargetStatus.PREFERRED)), self.source)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Preferred, then admitted renderings, then the adjective; no repeats, in that order."""
        forms = [
            self.preferred,
            *self.with_status(TargetStatus.PREFERRED),
            *self.with_status(TargetStatus.ADMITTED),
        ]
        extra = [form for form in (self.first_mention, self.adjective) if form]
        return tuple(dict.fromkeys(forms + extra))

    @property
    def forbidden(self) -> tuple[str, ...]:
        """Renderings that must not stand for this term."""
        return self.with_status(TargetStatus.FORBIDDEN)

    @property
    def sources(self) -> tuple[str, ...]:
        """The source and its variants."""
        return (self.source, *self.variants)

    def with_status(self, status: TargetStatus) -> tuple[str, ...]:
        """The renderings of one status, in the order of the entry."""
        return tuple(target.text for target in self.targets if target.status is status)


@dataclass(frozen=True, slots=True)
class Glossary:
    """A named, ordered set of entries."""

    name: str
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class MatchPart:
    """One entry inside a composed match, with its own place in the text."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One occurrence of a term in a text."""

    start: int
    end: int
    text: str
    """The raw slice `text[start:end]`."""
    kind: MatchKind
    entry: Entry
    """The entry that the hit is reported under: the person, in a composed one."""
    glossary: str
    """Name of the glossary that the entry came from."""
    renderings: tuple[str, ...]
    """What counts as met, the wanted one first."""
    forbidden: tuple[str, ...] = ()
    form: str = ""
    """The source or variant of the entry that matched."""
    parts: tuple[MatchPart, ...] = ()
    """The entries of a composed match, in the order of the text; empty otherwise."""
    score: float = 1.0
    """1.0, or the similarity (0–1) of a fuzzy match."""

    @property
    def preferred(self) -> str:
        """The rendering to ask the model for."""
        return self.renderings[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has to say about a glossary."""

    rule: str
    severity: str
    """`error`, `warning` or `info`."""
    message: str
    entries: tuple[str, ...] = ()
    """Ids of the entries concerned."""
