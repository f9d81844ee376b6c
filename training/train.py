"""The training run: stages one after the other, with checkpoints to resume from and to average."""

from __future__ import annotations

import functools
import itertools
import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from training import files, losses, packed, parallel, tokenizer, warm_start
from training.batches import Pack
from training.network import Transformer
from training.parallel import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.batches import Batch
    from training.config import Config, Stage
    from training.parallel import Group

CHECKPOINTS = "checkpoints"

_log = logging.getLogger(__name__)
_NAME = re.compile(r"(\d\d)-[a-z]+-(\d+)\.pt")
_REPORT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may differ in without being another run."""

    init_from: Path | None = None
    """A package or a checkpoint whose weights are the start; else random ones."""
    threads: int = 1
    """Threads of each process."""
    processes: int = 1
    device: str = "cpu"
    fused: bool = False
    """Let PyTorch compile the layers; worth its minute on a GPU."""
    minutes: float | None = None
    """Stop with a checkpoint after that long; the next call goes on from there."""
    within: float | None = None
    """Fit all stages into so many minutes: their steps only say how they share the time."""


def run(config: Config, options: Options) -> None:
    """Train from the newest checkpoint on until all stages are done or the time is over."""
    parallel.start(functools.partial(_work, config, options), options.processes)


def _work(config: Config, options: Options, group: Group) -> None:
    torch.manual_seed(config.seed)
    torch.set_num_threads(options.threads)
    trainer = Trainer(config, options, group)
    at_stage, at_step = trainer.resume()
    for index, stage in enumerate(config.train.stages):
        done = at_step if index == at_stage else 0
        if index >= at_stage and not trainer.stage(index, stage, done):
            _log.info("time is over; run again to go on")
            return


def checkpoints(folder: Path) -> list[Path]:
    """The checkpoints in a folder, oldest first."""
    found = [path for path in folder.glob("*.pt") if _NAME.fullmatch(path.name)]
    return sorted(found, key=_place)


def _place(path: Path) -> tuple[int, int]:
    stage, step = _NAME.fullmatch(path.name).groups()  # type: ignore[union-attr]
    return int(stage), int(step)


class Trainer:
    """A model, its optimiser and the clock."""

    def __init__(self, config: Config, options: Options, group: Group = ALONE) -> None:
        self.config, self.settings, self.group = config, config.train, group
        self.device = torch.device(options.device)
        size = tokenizer.load(config.work / tokenizer.MODEL).vocab_size()
        self.model = Transformer(config.model, size, config.train.dropout)
        if options.init_from is not None:
            _initialise(self.model, options.init_from, config.seed)
        torch.manual_seed(config.seed + group.rank)  # dropout differs, first weights do not
        self.model.to(self.device)
        torch.backends.cuda.enable_cudnn_sdp(False)  # it makes a plan for each new length: 15 ms
        if options.fused:
            self.model.fuse()
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), lr=0.0, betas=(0.9, 0.98), eps=1e-9, fused=True
        )
        self.folder = config.work / CHECKPOINTS
        self.watched = {
            name: Pack(path, self.device) for name, path in packed.watched(config.work).items()
        }
        self.ends = None if options.minutes is None else time.monotonic() + 60 * options.minutes
        self.seconds_a_step = None
        if options.within is not None:
            steps = sum(stage.steps for stage in config.train.stages)
            self.seconds_a_step = 60 * options.within / steps

    def is_late(self) -> bool:
        """Whether the time that the run was given is over."""
        return self.ends is not None and time.monotonic() >= self.ends

    def resume(self) -> tuple[int, int]:
        """Load the newest checkpoint, if there is one; the stage and the step to go on from."""
        found = checkpoints(self.folder)
        if not found:
            return 0, 0
        state = torch.load(found[-1], map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        _log.info("resumed from %s", found[-1].name)
        return _place(found[-1])

    def stage(self, index: int, stage: Stage, done: int) -> bool:
        """Train through a stage from its step `done` on; false when the time is over before."""
        meter = _Meter()
        pace = Pace(stage.steps, done, self.seconds_a_step)
        self.model.train()
        for batch in itertools.islice(self._batches(index, stage), pace.skipped, None):
            before, now = pace.position, pace.advance()
            late = self.step(batch, learning_rate(stage, now), meter)
            if meter.is_due():
                _log.info("%s %d/%d: %s", stage.name, now, stage.steps, meter.report())
            saves = self.settings.checkpoint_steps
            if late or now >= stage.steps or now // saves > before // saves:
                self.save(index, stage, int(now))
            if late:
                return False
            if now >= stage.steps:
                break
        return True

    def _batches(self, index: int, stage: Stage) -> Iterator[Batch]:
        """Batches without an end; each time through, the examples annotated otherwise."""
        loaded: dict[Path, Pack] = {}
        for epoch in itertools.count():
            paths = packed.all_of_stage(self.config.work, stage.name)
            path = paths[epoch % len(paths)]
            if path not in loaded:
                loaded[path] = Pack(path, self.device)
            seed = self.config.seed + 1000 * index + epoch
            epoch_batches = loaded[path].batches(self.settings.batch_tokens, seed)
            yield from itertools.islice(epoch_batches, self.group.rank, None, self.group.size)

    def step(self, batch: Batch, rate: float, meter: _Meter) -> bool:
        """One update of the weights; true when the time is over."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        with self._precision():
            found = losses.compute(self.model, batch, self.settings.label_smoothing)
        total = found.translation + self.settings.alignment_weight * found.alignment
        total.backward()
        late = self.group.average(self.model.parameters(), late=self.is_late())
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        meter.count(batch.pairs * self.group.size, found)
        return late

    def _precision(self) -> torch.autocast:
        dtype = getattr(torch, self.settings.precision)
        return torch.autocast(self.device.type, dtype, enabled=dtype != torch.float32)

    def save(self, index: int, stage: Stage, step: int) -> None:
        """Write a checkpoint and remove the oldest beyond the number to keep."""
        if not self.group.is_first:
            return
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        with files.replacing(self.folder / f"{index:02}-{stage.name}-{step}.pt") as temporary:
            torch.save(state, temporary)
        for old in checkpoints(self.folder)[: -self.settings.keep_checkpoints]:
            old.unlink()
        for name, pair in self.watch().items():
            _log.info("%s %d: %s loss %.3f, alignment %.3f", stage.name, step, name, *pair)

    @torch.no_grad()
    def watch(self) -> dict[str, tuple[float, float]]:
        """Losses on the pairs that are only watched, by pack, without label smoothing."""
        self.model.eval()
        with torch.compiler.set_stance("force_eager"):  # few batches: not worth a compilation
            found = {name: self._mean_losses(pairs) for name, pairs in self.watched.items()}
        self.model.train()
        return found

    def _mean_losses(self, pairs: Pack) -> tuple[float, float]:
        total = torch.zeros(3, device=self.device)
        for batch in pairs.batches(self.settings.batch_tokens, 0):
            with self._precision():
                found = losses.compute(self.model, batch, 0.0)
            pair = torch.stack([found.translation, found.alignment]).float() * found.tokens
            total += torch.cat([pair, pair.new_tensor([found.tokens])])
        translation, alignment, tokens = total.tolist()
        return translation / tokens, alignment / tokens


class Pace:
    """How far a stage is, in its steps: one a batch or, with `seconds` a step, by the clock, which
    starts when the first batch is done, since that one may wait for a compilation.
    """

    def __init__(self, steps: int, done: int, seconds: float | None) -> None:
        self.position: float = done
        self.skipped = done if seconds is None else 0
        self._steps, self._seconds = steps, seconds
        self._started: float | None = None

    def advance(self) -> float:
        """Count one batch; the new position."""
        if self._seconds is None:
            self.position += 1
        elif self._started is None:
            self._started = time.monotonic() - self.position * self._seconds
            self.position += 1
        else:
            passed = (time.monotonic() - self._started) / self._seconds
            self.position = min(max(passed, self.position), self._steps)
        return self.position


def learning_rate(stage: Stage, position: float) -> float:
    """Linear warm-up to the stage's rate, then a straight line down to a twentieth of it."""
    if position <= stage.warmup:
        return stage.learning_rate * position / stage.warmup
    left = (stage.steps - position) / max(stage.steps - stage.warmup, 1)
    return stage.learning_rate * max(left, 0.05)


def _initialise(model: Transformer, path: Path, seed: int) -> None:
    if path.suffix == ".pt":
        model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["model"])
    else:
        warm_start.load(model, path, seed)


class _Meter:
    """Means since the last report."""

    def __init__(self) -> None:
        self.started = self.reported = time.monotonic()
        self.pairs = 0
        self.sums: dict[str, Any] = {"translation": 0.0, "alignment": 0.0, "tokens": 0, "pairs": 0}

    def count(self, pairs: int, found: losses.Losses) -> None:
        self.sums["translation"] += found.translation.detach() * found.tokens
        self.sums["alignment"] += found.alignment.detach() * found.tokens
        self.sums["tokens"] += found.tokens
        self.sums["pairs"] += pairs
        self.pairs += pairs

    def is_due(self) -> bool:
        return time.monotonic() - self.reported > _REPORT_SECONDS

    def report(self) -> str:
        now = time.monotonic()
        sums, tokens = self.sums, max(self.sums["tokens"], 1)
        speed = sums["pairs"] / max(now - self.reported, 1e-6)
        self.reported, self.sums = now, dict.fromkeys(sums, 0.0)
        return (
            f"{self.pairs} pairs, {speed:.0f}/s, loss {float(sums['translation']) / tokens:.3f}, "
            f"alignment {float(sums['alignment']) / tokens:.3f}"
        )
