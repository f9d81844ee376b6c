"""What training minimises: the translation loss and the distance from the word alignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from training.network import PAD

if TYPE_CHECKING:
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
    counted = batch.target_out != PAD
    logits = model.logits(states[counted])
    wanted = batch.target_out[counted]
    translation = functional.cross_entropy(logits, wanted, label_smoothing=smoothing)
    return Losses(translation, guided(attention, batch.links), len(wanted))


def guided(attention: Tensor, links: Tensor) -> Tensor:
    """Mean over linked target pieces of -log of the attention that goes to their source pieces.

    `attention` is a logarithm (pair, target, source). Where a piece has several links any of them
    will do: what counts is the attention on all of them together.
    """
    if not len(links):
        return attention.new_zeros(())
    row, target, source = links.unbind(1)
    rows, position = torch.unique(row * attention.size(1) + target, return_inverse=True)
    mass = attention.new_zeros(len(rows)).index_add(
        0, position, attention[row, target, source].exp()
    )
    return -mass.clamp_min(1e-6).log().mean()
