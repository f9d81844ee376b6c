"""Text ↔ the pieces that a model reads and writes, with the place of each piece in the text.

A tokenizer is chosen by the file that the package holds: `sentencepiece.model` or `bpe.model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.model import Span


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text and its pieces; `spans[i]` is the range of `text` that `pieces[i]` stands for.

    White space at the ends of a piece is not in its span; a piece that is only white space has an
    empty one. The pieces of one character, whether it is normalised to several (㌔ → キロ) or spelt
    in bytes, all have the span of that character.
    """

    text: str
    pieces: tuple[str, ...]
    spans: tuple[Span, ...]


class Tokenizer(Protocol):
    """What the engine asks of a tokenizer. Implementations are safe to share between threads."""

    def encode(self, text: str) -> Tokens:
        """The pieces of a source or target text."""
        ...

    def decode(self, pieces: Sequence[str], *, after: str = "") -> Tokens:
        """The target text that the pieces spell, when they go on from the text `after`.

        The result does not repeat `after`; a blank between the two is part of it.
        """
        ...
