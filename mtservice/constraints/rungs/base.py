"""What a rung of the repair ladder is given and what it proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mtservice.constraints.hypothesis import Judged
    from mtservice.constraints.plan import Plan
    from mtservice.constraints.prepare import Prepared
    from mtservice.edits import Edit
    from mtservice.engine.base import Draft, EngineOptions, TermMarks


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all segments of a run."""

    strategy: str
    """How a wanted rendering is given to the model at first."""
    marks: TermMarks | None
    decoding: EngineOptions
    """How the first drafts are decoded."""


@dataclass(frozen=True, slots=True, eq=False)
class First:
    """What the model read at first, and what it wrote, the likeliest first."""

    prepared: Prepared
    drafts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A segment that needs repair: its plan and the best translation so far."""

    plan: Plan
    first: First
    best: Judged
    pending: tuple[int, ...]
    """Missing requirements that the rung has not yet tried in vain."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A proposal to decode: what the model reads, and what it must begin with."""

    prepared: Prepared
    prefix: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Drafted:
    """A proposal to take a draft that the model wrote already."""

    prepared: Prepared
    draft: Draft


@dataclass(frozen=True, slots=True)
class Revision:
    """A proposal to edit the best translation so far."""

    edits: tuple[Edit, ...]


Proposal = Ask | Drafted | Revision


class Rung(Protocol):
    """One way to repair. It is tried in rounds until nothing is pending or nothing helps."""

    @property
    def name(self) -> str:
        """What outcomes and traces call it."""
        ...

    @property
    def rounds(self) -> int:
        """How often it may be tried on one segment; each round costs one engine call at most."""
        ...

    @property
    def margin(self) -> float:
        """How much lower the score of a repair may be, in nats per token of the plain source."""
        ...

    def wants(self, case: Case) -> bool:
        """Whether the segment is one for this rung."""
        ...

    def decoding(self, setting: Setting) -> EngineOptions:
        """How its asks are decoded."""
        ...

    def propose(
        self, case: Case, setting: Setting, /
    ) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The requirements that this round is about, and the proposals."""
        ...
