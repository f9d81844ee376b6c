"""The packed files of a work folder: examples in pieces, as flat arrays."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from training import files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HELD_OUT = "pack-held-out.npz"


@dataclass(frozen=True, slots=True)
class Example:
    """Pieces of both sides and pairs (target piece, source piece) that belong together."""

    source: list[int]
    target: list[int]
    links: list[tuple[int, int]]


def of_stage(work: Path, stage: str, number: int) -> Path:
    """The file of a stage's examples as they were drawn for the `number`th time."""
    return work / f"pack-{stage}-{number}.npz"


def all_of_stage(work: Path, stage: str) -> list[Path]:
    """Those files of a stage that are there, in order."""
    return sorted(work.glob(f"pack-{stage}-[0-9].npz"))


def of_set(work: Path, name: str) -> Path:
    """The file of an evaluation set whose loss is watched."""
    return work / f"pack-watch-{name}.npz"


def watched(work: Path) -> dict[str, Path]:
    """The files whose loss is watched, by name: the pairs held out and the evaluation sets."""
    sets = sorted(work.glob("pack-watch-*.npz"))
    return {"held-out": work / HELD_OUT} | {
        path.stem.removeprefix("pack-watch-"): path for path in sets
    }


def save(path: Path, examples: Iterable[Example]) -> None:
    """Write the examples as flat arrays with the end of each."""
    flat = {"source": array("H"), "target": array("H"), "links": array("B")}
    ends: dict[str, list[int]] = {name: [] for name in flat}
    for one in examples:
        flat["source"].extend(one.source)
        flat["target"].extend(one.target)
        flat["links"].extend(index for link in one.links for index in link)
        for name, values in flat.items():
            ends[name].append(len(values) // (2 if name == "links" else 1))
    columns = {name: np.asarray(values) for name, values in flat.items()}
    columns["links"] = columns["links"].reshape(-1, 2)
    with files.replacing(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, **columns, **{f"{name}_ends": np.array(e) for name, e in ends.items()})
