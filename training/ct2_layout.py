"""Where each weight of `network.Transformer` lies in a CTranslate2 model, for both directions.

`read_model` reads `model.bin`: version, name of the spec, revision, then the variables (name,
shape, type, bytes), then aliases; little-endian, lengths before names, names ending in a zero byte.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.config import Model

_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    def number(self, kind: str) -> int:
        value: int = struct.unpack_from("<" + kind, self.content, self.at)[0]
        self.at += struct.calcsize(kind)
        return value

    def text(self) -> str:
        length = self.number("H")
        self.at += length
        return self.content[self.at - length : self.at - 1].decode()

    def array(self) -> np.ndarray:
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = np.dtype(_TYPES[self.number("B")])
        size = self.number("I")
        self.at += size
        return np.frombuffer(self.content, kind, size // kind.itemsize, self.at - size).reshape(
            shape
        )


def read_model(path: Path) -> dict[str, np.ndarray]:
    """The variables of a `model.bin`, 8-bit weights turned back into 32-bit floats.

    Raises `ValueError` when the file is of another version of the format.
    """
    reader = _Reader(path.read_bytes())
    version, spec, _revision = reader.number("I"), reader.text(), reader.number("I")
    if version != 6 or spec != "TransformerSpec":
        raise ValueError(f"{path}: format {version} of {spec}; 6 of TransformerSpec is needed")
    variables = {reader.text(): reader.array() for _ in range(reader.number("I"))}
    for name in [name for name in variables if name.endswith("/weight_scale")]:
        weight = name.removesuffix("_scale")
        variables[weight] = variables[weight].astype(np.float32) / variables[name][:, None]
    return variables


def places(shape: Model) -> Iterator[tuple[str, str]]:
    """Pairs (our parameter, CTranslate2 variable), the embedding and the output bias among them."""
    yield "embedding.weight", "decoder/embeddings/weight"
    yield "bias", "decoder/projection/bias"
    for side, count in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        yield from _norm(f"{side}_norm", f"{side}/layer_norm")
        for index in range(count):
            ours, theirs = f"{side}.{index}", f"{side}/layer_{index}"
            yield from _block(f"{ours}.attention", f"{theirs}/self_attention", ("fused", "out"))
            if side == "decoder":
                yield from _block(f"{ours}.cross", f"{theirs}/attention", ("query", "keys", "out"))
            yield from _block(f"{ours}.ffn", f"{theirs}/ffn", ("up", "down"))


def _block(ours: str, theirs: str, linear: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from _norm(f"{ours}.norm", f"{theirs}/layer_norm")
    for index, name in enumerate(linear):
        for part in ("weight", "bias"):
            yield f"{ours}.{name}.{part}", f"{theirs}/linear_{index}/{part}"


def _norm(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    yield f"{ours}.weight", f"{theirs}/gamma"
    yield f"{ours}.bias", f"{theirs}/beta"
