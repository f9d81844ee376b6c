"""Processes that train one model together: each has its own batches, gradients are shared."""

from __future__ import annotations

import logging
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import distributed, multiprocessing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from torch import Tensor
    from torch.nn import Parameter


@dataclass(frozen=True, slots=True)
class Group:
    """The processes of a run, seen from one of them."""

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this process writes and reports for all."""
        return self.rank == 0

    def average(self, parameters: Iterable[Parameter], *, late: bool) -> bool:
        """Replace gradients by their mean over all processes; whether any process is `late`."""
        if self.size == 1:
            return late
        gradients = [p.grad for p in parameters if p.grad is not None]
        flag = gradients[0].new_tensor([float(late)])
        flat = torch.cat([*(gradient.flatten() for gradient in gradients), flag])
        distributed.all_reduce(flat)
        _scatter(flat / self.size, gradients)
        return bool(flat[-1] > 0)


ALONE = Group()
"""The only process of its run."""


def start(work: Callable[[Group], None], processes: int) -> None:
    """Call `work` in so many processes, in this one if one is enough; return when all are done."""
    if processes == 1:
        work(Group())
        return
    with tempfile.TemporaryDirectory() as folder:
        meeting = Path(folder) / "meeting"
        multiprocessing.spawn(_join, (work, processes, meeting), nprocs=processes)


def _join(rank: int, work: Callable[[Group], None], size: int, meeting: Path) -> None:
    level = logging.INFO if rank == 0 else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(message)s", stream=sys.stderr)
    backend = "nccl" if torch.cuda.device_count() >= size else "gloo"
    if backend == "nccl":
        torch.cuda.set_device(rank)
    distributed.init_process_group(
        backend, init_method=meeting.as_uri(), rank=rank, world_size=size
    )
    try:
        work(Group(rank, size))
    finally:
        distributed.destroy_process_group()


def _scatter(flat: Tensor, gradients: list[Tensor]) -> None:
    at = 0
    for gradient in gradients:
        gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
        at += gradient.numel()
