"""What training minimises: the translation loss and the distance from the word alignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from training.batches import Batch
    from training.network import Transformer


@dataclass(frozen=True, slots=True)
class Losses:
    """Mean losses of a batch, each over the target pieces that it counts."""

    translation: Tensor
    alignment: Tensor
    tokens: int


def compute(model: Transformer, batch: Batch, smoothing: float) -> Losses:
    """The losses of the model on a batch; `smoothing` spreads that much over all pieces."""
    states, attention = model(batch.source, batch.target_in)
    translation = model.translation_loss(states, batch.target_out, smoothing)
    return Losses(translation, guided(attention, batch.links), batch.tokens)


def guided(attention: Tensor, links: Tensor) -> Tensor:
    """Mean over linked target pieces of -log of the attention that goes to their source pieces.

    `attention` is a logarithm, `links` true or false, both (pair, target, source). Where a piece
    has several links any of them will do: what counts is the attention on all of them together.
    """
    mass = (attention.exp() * links).sum(-1).clamp_min(1e-6)
    linked = links.any(-1)
    return -(mass.log() * linked).sum() / linked.sum().clamp_min(1)
