"""The SentencePiece model: trained anew or taken from a package, with the term marks added."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from training import clean, files, warm_start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.config import Config

MODEL = "sentencepiece.model"

OPEN, MIDDLE, CLOSE = "⟦", "⟶", "⟧"
"""Symbols that are pieces of their own: ⟦source phrase⟶ rendering⟧."""
MARKS = {"open": OPEN, "middle": f"{MIDDLE} ", "close": CLOSE}
"""What is written around a term. The space lets the rendering begin as a word does in English, so
that it has the same pieces on both sides and can be copied."""

_RENDERING = re.compile(f"(?<={MIDDLE}).*?(?={CLOSE})")

UNKNOWN, START, END = 0, 1, 2

_AUTHORED_TIMES = 4
"""How often the pairs of the `authored` tier are read: few, but in the registers that matter."""


def run(config: Config, init_from: Path | None) -> None:
    """Write the work folder's `sentencepiece.model`; with `init_from`, from that package."""
    proto = _trained(config) if init_from is None else warm_start.tokenizer(init_from)
    files.write(config.work / MODEL, with_marks(proto))


def stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """The parts of an annotated text end to end: start, end, whether it is a rendering."""
    at = 0
    for found in _RENDERING.finditer(text):
        yield at, found.start(), False
        yield *found.span(), True
        at = found.end()
    yield at, max(len(text), at + 1), False


def load(path: Path) -> Any:
    """The processor over the model file at `path`."""
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def with_marks(model: bytes) -> bytes:
    """The model with the term marks as its last pieces, if it lacks them."""
    proto = sentencepiece_model_pb2.ModelProto.FromString(model)
    present = {piece.piece for piece in proto.pieces}
    for mark in (OPEN, MIDDLE, CLOSE):
        if mark not in present:
            kind = sentencepiece_model_pb2.ModelProto.SentencePiece.USER_DEFINED
            proto.pieces.add(piece=mark, score=0.0, type=kind)
    proto.trainer_spec.vocab_size = len(proto.pieces)
    return proto.SerializeToString()


def _trained(config: Config) -> bytes:
    lines = list(_lines(config))
    random.Random(config.seed).shuffle(lines)
    prefix = config.work / "sentencepiece-plain"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines[: config.tokenizer.sentences]),
        model_prefix=str(prefix),
        vocab_size=config.tokenizer.vocabulary,
        model_type="unigram",
        character_coverage=0.9995,
        byte_fallback=True,
        unk_id=UNKNOWN,
        bos_id=START,
        eos_id=END,
        hard_vocab_limit=False,
        num_threads=1,
        minloglevel=2,
    )
    return prefix.with_suffix(".model").read_bytes()


def _lines(config: Config) -> Iterator[str]:
    for pair in clean.read(config.work / clean.PAIRS):
        for _ in range(_AUTHORED_TIMES if pair.tier == clean.AUTHORED else 1):
            yield pair.ja
            yield pair.en
