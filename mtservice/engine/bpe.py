"""Byte-pair encoding (Sennrich et al. 2016) over Moses tokens, as older Argos packages use it.

The merges are read from `bpe.model` as subword-nmt wrote it; the tokens are made and joined by
sacremoses, for the languages of the package.
"""

from __future__ import annotations

import html
from itertools import pairwise
from typing import TYPE_CHECKING

from mtservice.engine.places import locate
from mtservice.engine.tokenizer import Tokens
from mtservice.errors import PackageError
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_END = "</w>"
_JOINER = "@@"
_HEAD = "#version: 0.2"


class BpeTokenizer:
    """Reads and writes the pieces of a `bpe.model` file.

    Moses changes punctuation before it splits, so a piece that is not found in the text has the
    place between its neighbours. Raises `PackageError` when the file cannot be read as merges.
    """

    def __init__(self, model_file: Path, from_code: str, to_code: str) -> None:
        from sacremoses.normalize import MosesPunctNormalizer
        from sacremoses.tokenize import MosesDetokenizer, MosesTokenizer

        self._merges = _read(model_file)
        self._normalizer = MosesPunctNormalizer(from_code)
        self._splitter = MosesTokenizer(from_code)
        self._joiner = MosesDetokenizer(to_code)

    def encode(self, text: str) -> Tokens:
        """The pieces of `text`."""
        words = self._splitter.tokenize(self._normalizer.normalize(text))
        pieces = [piece for word in words for piece in _split(word, self._merges)]
        surfaces = [html.unescape(piece.removesuffix(_JOINER)) for piece in pieces]
        return Tokens(text, tuple(pieces), locate(surfaces, text))

    def decode(self, pieces: Sequence[str], *, after: str = "") -> Tokens:
        """The text of `pieces`, put together by the rules of the target language."""
        words = " ".join(pieces).replace(f"{_JOINER} ", "").removesuffix(_JOINER).split()
        text = self._joiner.detokenize(words) if words else ""
        surfaces = [html.unescape(piece.removesuffix(_JOINER)) for piece in pieces]
        spans = locate(surfaces, text)
        blank = " " if text[:1].isalnum() and after[-1:].strip() else ""
        moved = tuple(Span(span.start + len(blank), span.end + len(blank)) for span in spans)
        return Tokens(blank + text, tuple(pieces), moved)


def _read(model_file: Path) -> dict[tuple[str, str], int]:
    """Pair of pieces → rank of its merge, the lowest first."""
    try:
        lines = model_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PackageError(f"{model_file} cannot be read: {error}") from error
    if not lines or lines[0] != _HEAD:
        raise PackageError(f"{model_file} is not a BPE model: its first line must be {_HEAD!r}")
    merges: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines[1:], 2):
        pair = line.strip("\r\n ").split(" ")
        if len(pair) != 2:
            raise PackageError(f"{model_file}, line {number}: expected two pieces, found {line!r}")
        merges.setdefault((pair[0], pair[1]), number)
    return merges


def _split(word: str, merges: dict[tuple[str, str], int]) -> list[str]:
    """The pieces of a word: the merge of lowest rank first, until none applies."""
    pieces = [*word[:-1], word[-1] + _END]
    while len(pieces) > 1:
        pairs = set(pairwise(pieces)) & merges.keys()
        if not pairs:
            break
        pieces = _merge(pieces, min(pairs, key=merges.__getitem__))
    pieces[-1] = pieces[-1].removesuffix(_END)
    return [*(piece + _JOINER for piece in pieces[:-1]), *filter(None, pieces[-1:])]


def _merge(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    for piece in pieces:
        if merged and (merged[-1], piece) == pair:
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged
