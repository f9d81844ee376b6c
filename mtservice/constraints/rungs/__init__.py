"""The rungs of the repair ladder, cheapest first; each proposes, none decides."""

from mtservice.constraints.rungs.again import Again
from mtservice.constraints.rungs.base import (
    Ask,
    Case,
    Drafted,
    First,
    Proposal,
    Revision,
    Rung,
    Setting,
)
from mtservice.constraints.rungs.inputs import Inputs
from mtservice.constraints.rungs.insertion import Insertion
from mtservice.constraints.rungs.n_best import NBest
from mtservice.constraints.rungs.prefix import ForcedPrefix
from mtservice.constraints.rungs.respell import Respell
from mtservice.constraints.rungs.substitution import Substitution

LADDER: tuple[Rung, ...] = (
    Again(),
    Respell(),
    NBest(),
    Substitution(margin=0.3),
    Inputs(),
    ForcedPrefix(),
    Substitution(),
    Insertion(),
)
"""All rungs in the order in which they are tried. Substitution costs no decoding, so it comes early
where the sentence stays likely, and late where nothing dearer found a better one."""

__all__ = [
    "LADDER",
    "Ask",
    "Case",
    "Drafted",
    "First",
    "Proposal",
    "Revision",
    "Rung",
    "Setting",
]
