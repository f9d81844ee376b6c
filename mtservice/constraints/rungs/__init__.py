"""The rungs of the repair ladder, cheapest first; each proposes, none decides."""

from mtservice.constraints.rungs.again import Again
from mtservice.constraints.rungs.base import Ask, Case, Proposal, Revision, Rung, Setting
from mtservice.constraints.rungs.insertion import Insertion
from mtservice.constraints.rungs.n_best import NBest
from mtservice.constraints.rungs.prefix import ForcedPrefix
from mtservice.constraints.rungs.respell import Respell
from mtservice.constraints.rungs.substitution import Substitution

LADDER: tuple[Rung, ...] = (
    Again(),
    Respell(),
    NBest(),
    ForcedPrefix(),
    Substitution(),
    Insertion(),
)
"""All rungs in the order in which they are tried."""

__all__ = ["LADDER", "Ask", "Case", "Proposal", "Revision", "Rung", "Setting"]
