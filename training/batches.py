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

_BUCKET = 20_000
"""Pairs sorted by length at a time, so that each batch is even and the order still random."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tokens of a few pairs; `PAD` fills up."""

    source: Tensor
    target_in: Tensor
    """Target with the start token before it."""
    target_out: Tensor
    """Target with the end token behind it."""
    links: Tensor
    """Rows (pair, target position, source position)."""

    @property
    def pairs(self) -> int:
        """How many pairs the batch has."""
        return self.source.size(0)

    def to(self, device: torch.device) -> Batch:
        """The batch on a device."""
        parts = (self.source, self.target_in, self.target_out, self.links)
        return Batch(*(part.to(device, non_blocking=True) for part in parts))


class Pack:
    """The examples of a packed file."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self.flat = {name: stored[name] for name in ("source", "target", "links")}
            self.ends = {name: np.concatenate([[0], stored[f"{name}_ends"]]) for name in self.flat}

    def __len__(self) -> int:
        return len(self.ends["source"]) - 1

    def part(self, name: str, indices: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """`source`, `target` or `links` of some examples end to end, and the length of each."""
        starts = self.ends[name][indices]
        lengths = self.ends[name][np.add(indices, 1)] - starts
        shifts = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        return self.flat[name][shifts + np.arange(lengths.sum())], lengths

    def batches(self, tokens: int, seed: int) -> Iterator[Batch]:
        """All examples in batches of about `tokens` tokens on both sides, padding included."""
        order = np.random.default_rng(seed)
        sizes = np.stack([np.diff(self.ends[name]) + 1 for name in ("target", "source")])
        groups: list[list[int]] = []
        shuffled = order.permutation(len(self))
        for at in range(0, len(self), _BUCKET):
            bucket = shuffled[at : at + _BUCKET]
            ordered = bucket[np.lexsort((sizes[1, bucket], sizes[0, bucket]))]
            groups += _grouped(ordered, sizes, tokens)
        for group in order.permutation(len(groups)):
            yield self.batch(groups[group])

    def batch(self, indices: list[int]) -> Batch:
        """The examples `indices` side by side."""
        source, target = self.part("source", indices), self.part("target", indices)
        links, counts = self.part("links", indices)
        rows = np.repeat(np.arange(len(indices)), counts)[:, None]
        return Batch(
            _padded(*source, last=END),
            _padded(*target, first=START),
            _padded(*target, last=END),
            torch.from_numpy(np.concatenate([rows, links], axis=1)),
        )


def _grouped(order: np.ndarray, sizes: np.ndarray, tokens: int) -> list[list[int]]:
    groups: list[list[int]] = []
    group: list[int] = []
    widest = np.zeros(2, dtype=int)
    for index in order.tolist():
        wider = np.maximum(widest, sizes[:, index])
        if group and wider.sum() * (len(group) + 1) > tokens:
            groups.append(group)
            group, wider = [], sizes[:, index]
        group.append(index)
        widest = wider
    return [*groups, group] if group else groups


def _padded(
    flat: np.ndarray, lengths: np.ndarray, *, first: int | None = None, last: int | None = None
) -> Tensor:
    """Rows of the given lengths, filled up with `PAD`, with a token before or behind each."""
    filled = np.full((len(lengths), lengths.max() + 1), PAD, dtype=np.int64)
    at = np.arange(filled.shape[1])
    shift = 0 if first is None else 1
    filled[(at >= shift) & (at < lengths[:, None] + shift)] = flat
    if first is not None:
        filled[:, 0] = first
    if last is not None:
        filled[np.arange(len(lengths)), lengths] = last
    return torch.from_numpy(filled)
