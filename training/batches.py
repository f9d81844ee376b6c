"""Batches of a packed file: pairs of like length together, in an order fixed by the seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from training.network import PAD
from training.tokenizer import END, START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from torch import Tensor

_BUCKET = 8
"""Pairs sorted by length at a time, as a multiple of the tokens of a batch, so that each batch is
even and the order still random."""
_MULTIPLE = 8
"""Rows are filled up to a multiple of so many tokens: few shapes, and those that matrix units like.
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tokens of a few pairs; `PAD` fills up."""

    source: Tensor
    target_in: Tensor
    """Target with the start token before it."""
    target_out: Tensor
    """Target with the end token behind it."""
    links: Tensor
    """Whether a target position belongs to a source position: (pair, target, source)."""
    tokens: int
    """Target tokens that are not padding."""

    @property
    def pairs(self) -> int:
        """How many pairs the batch has."""
        return self.source.size(0)


class Pack:
    """The examples of a packed file, on the device that trains."""

    def __init__(self, path: Path, device: torch.device | str = "cpu") -> None:
        self.device = torch.device(device)
        with np.load(path) as stored:
            self._ends = {
                name: np.concatenate([[0], stored[f"{name}_ends"]])
                for name in ("source", "target", "links")
            }
            self._flat = {
                name: torch.from_numpy(stored[name].astype(np.int32)).to(self.device)
                for name in self._ends
            }
        self.sizes = np.stack([np.diff(self._ends[name]) + 1 for name in ("target", "source")])

    def __len__(self) -> int:
        return self.sizes.shape[1]

    def example(self, index: int) -> tuple[list[int], list[int], list[tuple[int, int]]]:
        """Source pieces, target pieces and links (target piece, source piece) of one example."""
        source, target, links = (
            self._flat[name][self._ends[name][index] : self._ends[name][index + 1]].tolist()
            for name in ("source", "target", "links")
        )
        return source, target, [(to, at) for to, at in links]

    def batches(self, tokens: int, seed: int) -> Iterator[Batch]:
        """All examples in batches of about `tokens` tokens on both sides, padding included."""
        order = np.random.default_rng(seed)
        groups: list[np.ndarray] = []
        shuffled = order.permutation(len(self))
        for at in range(0, len(self), _BUCKET * tokens):
            bucket = shuffled[at : at + _BUCKET * tokens]
            ordered = bucket[np.lexsort((self.sizes[1, bucket], self.sizes[0, bucket]))]
            groups += _grouped(ordered, self.sizes, tokens)
        for group in order.permutation(len(groups)):
            yield self.batch(groups[group])

    def batch(self, indices: np.ndarray) -> Batch:
        """The examples `indices` side by side."""
        target, source = self.sizes[:, indices]
        ends = self._rows("source", indices, source, END)
        target_out = self._rows("target", indices, target, END)
        start = target_out.new_full((len(indices), 1), START)
        shifted = torch.cat([start, target_out[:, :-1]], dim=1)
        target_in = torch.where((target_out == PAD) | (shifted == END), PAD, shifted)
        target_in[:, 0] = START
        links = self._links(indices, (len(indices), target_out.size(1), ends.size(1)))
        return Batch(ends, target_in, target_out, links, int(target.sum()))

    def _rows(self, name: str, indices: np.ndarray, sizes: np.ndarray, last: int) -> Tensor:
        """Rows of tokens, `last` behind each, filled up with `PAD`."""
        width = int(_filled(sizes.max()))
        flat = self._flat[name]
        starts = self._column(self._ends[name][indices])
        lengths = self._column(sizes - 1)
        at = torch.arange(width, device=self.device)
        tokens = flat[(starts + at).clamp_max(max(len(flat) - 1, 0))].long()
        return torch.where(at < lengths, tokens, torch.where(at == lengths, last, PAD))

    def _links(self, indices: np.ndarray, shape: tuple[int, int, int]) -> Tensor:
        starts = self._ends["links"][indices]
        counts = self._ends["links"][indices + 1] - starts
        shifts = np.repeat(starts - np.cumsum(counts) + counts, counts)
        rows = self._column(np.repeat(np.arange(len(indices)), counts))[:, 0]
        pairs = self._flat["links"][self._column(shifts + np.arange(counts.sum()))[:, 0]].long()
        linked = torch.zeros(shape, dtype=torch.bool, device=self.device)
        linked[rows, pairs[:, 0], pairs[:, 1]] = True
        return linked

    def _column(self, values: np.ndarray) -> Tensor:
        column = torch.from_numpy(values)[:, None]
        if self.device.type == "cuda":
            column = column.pin_memory()
        return column.to(self.device, non_blocking=True)


def _filled(sizes: np.ndarray) -> np.ndarray:
    return -(-sizes // _MULTIPLE) * _MULTIPLE


def _grouped(order: np.ndarray, sizes: np.ndarray, tokens: int) -> list[np.ndarray]:
    """Stretches of `order` that fill a batch each."""
    cuts = [0]
    target = source = 0
    pairs = zip(*(_filled(sizes[side, order]).tolist() for side in (0, 1)), strict=True)
    for at, (one, other) in enumerate(pairs):
        target, source = max(target, one), max(source, other)
        if at > cuts[-1] and (target + source) * (at + 1 - cuts[-1]) > tokens:
            cuts.append(at)
            target, source = one, other
    return np.split(order, cuts[1:]) if len(order) else []
