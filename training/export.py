"""The averaged weights as a CTranslate2 model."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import ctranslate2
import torch

from training import ct2_layout, tokenizer
from training.network import sinusoids

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    import numpy as np
    from torch import Tensor

    from training.config import Config, Model

FOLDER = "model"


def run(config: Config) -> None:
    """Write the work folder's `model/` from its `averaged.pt`."""
    state = torch.load(config.work / "averaged.pt", weights_only=True)["model"]
    export(
        state,
        config.model,
        config.work / tokenizer.MODEL,
        config.work / FOLDER,
        config.package.quantization,
    )


def export(
    state: dict[str, Tensor], shape: Model, pieces: Path, folder: Path, quantization: str
) -> None:
    """Write a CTranslate2 model with the weights `state` to `folder`, which is replaced."""
    spec = _spec(shape)
    for ours, theirs in ct2_layout.places(shape):
        _place(spec, theirs, state[ours].float().numpy().copy())  # quantised in place
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    _register(spec, pieces)
    temporary = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    spec.validate()
    spec.optimize(quantization=quantization)
    spec.save(str(temporary))
    shutil.rmtree(folder, ignore_errors=True)
    temporary.rename(folder)


def _spec(shape: Model) -> Any:
    spec = ctranslate2.specs.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=ctranslate2.specs.Activation.RELU,
        alignment_layer=-1,
        alignment_heads=1,
    )
    encodings = sinusoids(shape.positions, shape.dim).numpy()
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = encodings
    spec.encoder.embeddings[0].multiply_by_sqrt_depth = True
    spec.decoder.embeddings.multiply_by_sqrt_depth = True
    return spec


def _place(spec: Any, name: str, values: np.ndarray) -> None:
    """Set the variable `name` (`decoder/layer_0/ffn/linear_0/weight`) of the spec."""
    *path, last = name.split("/")
    for part in path:
        stem, _, index = part.rpartition("_")
        spec = getattr(spec, part) if hasattr(spec, part) else getattr(spec, stem)[int(index)]
    setattr(spec, last, values)


def _register(spec: Any, pieces: Path) -> None:
    processor = tokenizer.load(pieces)
    names = [processor.id_to_piece(index) for index in range(processor.vocab_size())]
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    spec.config.add_source_bos = False
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
