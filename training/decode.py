"""Translations of an exported model with their word positions, as the checks of `evaluate` need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ctranslate2
import numpy as np

from training import tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


@dataclass(frozen=True, slots=True)
class Translation:
    """A hypothesis; `attention[t, s]` is how much its piece `t` looked at source piece `s`."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Start and end in `text` of each target piece."""
    source_spans: tuple[tuple[int, int], ...]
    """Likewise of each source piece in the normalised source."""
    source: str
    attention: np.ndarray


class Translator:
    """An exported model and its tokenizer, on the CPU."""

    def __init__(
        self, model: Path, pieces: Path, *, threads: int = 2, length_penalty: float = 1.0
    ) -> None:
        self.pieces = tokenizer.load(pieces)
        self.length_penalty = length_penalty
        self.engine = ctranslate2.Translator(str(model), intra_threads=threads)

    def translate(self, lines: Sequence[str], beam_size: int = 4) -> list[Translation]:
        """Translations of `lines`, in order."""
        sources = [self.pieces.encode(line, out_type=str) for line in lines]
        results = self.engine.translate_batch(
            sources,
            beam_size=beam_size,
            length_penalty=self.length_penalty,
            max_batch_size=1500,
            batch_type="tokens",
            max_decoding_length=200,
            return_attention=True,
        )
        return [
            _translation(source, result.hypotheses[0], np.asarray(result.attention[0]))
            for source, result in zip(sources, results, strict=True)
        ]


def _translation(source: list[str], target: list[str], attention: np.ndarray) -> Translation:
    text, spans = place(target)
    normalised, source_spans = place(source)
    return Translation(text, spans, source_spans, normalised, attention)


def place(pieces: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text that pieces make, and each piece's range in it, leading spaces left out.

    The bytes of one character share its range.
    """
    text, spans = "", []
    buffered: list[int] = []
    for piece in pieces:
        if found := _BYTE.fullmatch(piece):
            buffered.append(int(found.group(1), 16))
            continue
        text = _flush(text, spans, buffered)
        surface = piece.replace("▁", " ") if text else piece.replace("▁", "")
        start = len(text) + len(surface) - len(surface.lstrip())
        text += surface
        spans.append((start, len(text)))
    return _flush(text, spans, buffered), tuple(spans)


def _flush(text: str, spans: list[tuple[int, int]], buffered: list[int]) -> str:
    if buffered:
        decoded = bytes(buffered).decode(errors="replace")
        spans += [(len(text), len(text) + len(decoded))] * len(buffered)
        text += decoded
        buffered.clear()
    return text
