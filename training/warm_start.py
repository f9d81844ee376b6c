"""Weights and tokenizer of an Argos package, to go on training from."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from training import ct2_layout

if TYPE_CHECKING:
    from torch import Tensor

    from training.network import Transformer


def tokenizer(package: Path) -> bytes:
    """The package's SentencePiece model."""
    return _member(package, "sentencepiece.model")


def load(model: Transformer, package: Path, seed: int) -> None:
    """Put the package's weights into `model`; rows of pieces that it lacks start at random.

    Raises `ValueError` where the shapes of the two models differ.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.bin"
        file.write_bytes(_member(package, "model/model.bin"))
        variables = ct2_layout.read_model(file)
    state = model.state_dict()
    for ours, theirs in ct2_layout.places(model.shape):
        found = torch.tensor(variables[theirs], dtype=torch.float32)
        if ours in ("embedding.weight", "bias"):
            found = _grown(found, state[ours].size(0), seed)
        if found.shape != state[ours].shape:
            raise ValueError(
                f"{theirs} has shape {tuple(found.shape)}, {tuple(state[ours].shape)} wanted"
            )
        state[ours] = found
    model.load_state_dict(state)


def _grown(rows: Tensor, size: int, seed: int) -> Tensor:
    """`rows` followed by random ones around their mean (a bias: by its lowest), `size` in all."""
    extra = size - rows.size(0)
    if rows.dim() == 1:
        return torch.cat([rows, rows.min().expand(extra)])
    noise = torch.randn(extra, rows.size(1), generator=torch.Generator().manual_seed(seed))
    return torch.cat([rows, rows.mean(0) + noise * rows.std()])


def _member(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as archive:
        for entry in archive.namelist():
            if entry.partition("/")[2] == name:
                return archive.read(entry)
    raise ValueError(f"{package} has no {name}")
