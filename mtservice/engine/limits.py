"""How long a sentence a CTranslate2 model can hold, read from the head of its `model.bin`.

Models with learned or stored position encodings have a last position; beyond it the decoder fails.
Nothing in CTranslate2's Python interface tells it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_POSITIONS = "position_encodings/encodings"
_FIRST_VERSION = 4
"""Older files have another layout; they are read without this knowledge."""


def positions(model_bin: Path) -> dict[str, int]:
    """The number of positions of the `encoder` and the `decoder`, where they have a limit.

    Raises `ValueError` when the file does not have the layout of a CTranslate2 model.
    """
    with model_bin.open("rb") as file:
        return {
            name.split("/", 1)[0]: shape[0]
            for name, shape in _shapes(file).items()
            if name.endswith(_POSITIONS) and shape
        }


def _shapes(file: BinaryIO) -> dict[str, tuple[int, ...]]:
    """The shape of each variable by its name; the values are skipped.

    Layout (ModelSpec._serialize in CTranslate2's converters): version, name and revision of the
    specification, number of variables; then for each its name, rank, shape, type, size and bytes;
    then the number of aliases, and for each its name and that of its variable.
    """
    (version,) = _read(file, "I")
    if version < _FIRST_VERSION:
        return {}
    _text(file)
    _read(file, "I")
    (count,) = _read(file, "I")
    shapes: dict[str, tuple[int, ...]] = {}
    for _ in range(count):
        name = _text(file)
        (rank,) = _read(file, "B")
        shape = _read(file, f"{rank}I")
        _, size = _read(file, "BI")
        file.seek(size, 1)
        shapes[name] = shape
    (aliases,) = _read(file, "I")
    for _ in range(aliases):
        alias, name = _text(file), _text(file)
        shapes[alias] = shapes[name]
    return shapes


def _text(file: BinaryIO) -> str:
    (length,) = _read(file, "H")
    data = file.read(length)
    if len(data) < length:
        raise ValueError("the file ends within a name")
    return data.rstrip(b"\0").decode("utf-8")


def _read(file: BinaryIO, layout: str) -> tuple[int, ...]:
    size = struct.calcsize("<" + layout)
    data = file.read(size)
    if len(data) < size:
        raise ValueError("the file ends within a number")
    return struct.unpack("<" + layout, data)
