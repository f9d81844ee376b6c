"""The mean of the last checkpoints, which translates better than any one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from training import files, train

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from training.config import Config

AVERAGED = "averaged.pt"


def run(config: Config, count: int) -> list[Path]:
    """Write `averaged.pt` from the last `count` checkpoints of the newest stage; which they were.

    Raises `FileNotFoundError` when there is none.
    """
    found = train.checkpoints(config.work / train.CHECKPOINTS)
    if not found:
        raise FileNotFoundError(f"no checkpoints in {config.work / train.CHECKPOINTS}: train first")
    stage = found[-1].name[:2]
    chosen = [path for path in found if path.name.startswith(stage)][-count:]
    with files.replacing(config.work / AVERAGED) as temporary:
        torch.save({"model": mean(chosen)}, temporary)
    return chosen


def mean(paths: list[Path]) -> dict[str, Tensor]:
    """The mean weights of some checkpoints."""
    states = (torch.load(path, map_location="cpu", weights_only=True)["model"] for path in paths)
    total: dict[str, Tensor] = {}
    for state in states:
        for name, weight in state.items():
            total[name] = total.get(name, torch.zeros_like(weight, dtype=torch.float64)) + weight
    return {name: (weight / len(paths)).float() for name, weight in total.items()}
