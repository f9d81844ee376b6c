"""Fragments of HTML and XML, as translation services take them: running text with tags in it.

Tags become marks that come out round the English words that translate theirs. A character
reference is read as its character, and what is read as a word, such as a placeholder, as a
stand-in; a text that does not change comes out byte for byte.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from mtservice.documents.inline import Token, make_block
from mtservice.documents.markup_pieces import MarkupRules, Piece, find_pieces
from mtservice.documents.stand_ins import Names, says_something
from mtservice.model import Block, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtservice.model import Mark

_KINDS = {"open": "open", "close": "close", "kept": "word", "alone": "alone"}


class Fragment:
    """A fragment of markup by its rules; a `Format` that is called by the kind of markup."""

    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()

    def __init__(self, rules: MarkupRules) -> None:
        self.rules = rules
        self.name = f"{rules.kind}-fragment"

    def document(self, text: str) -> Document:
        """The fragment as a document."""
        return Document("", self.name, text, self.read(text))

    def read(self, text: str) -> tuple[Block, ...]:
        """The stretches of running text."""
        names = Names(text)
        blocks: list[Block] = []
        run: list[Piece] = []
        start = 0
        for piece in [*find_pieces(text, self.rules), Piece(Span(len(text), len(text)), "part")]:
            if piece.kind != "part":
                run.append(piece)
                continue
            block = _block(len(blocks), text, Span(start, piece.span.start), run, names)
            if says_something(block):
                blocks.append(block)
            start, run = piece.span.end, []
        return tuple(blocks)

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English in which nothing is taken for a tag or a reference."""
        return text if self.rules.kind == "plain" else html.escape(text, quote=False)

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """Nothing: a fragment is only read when it is asked for."""
        return 0.0


def _block(number: int, text: str, run: Span, pieces: Iterable[Piece], names: Names) -> Block:
    said = run.of(text)
    start = run.start + len(said) - len(said.lstrip())
    span = Span(start, max(start, run.start + len(said.rstrip())))
    names.begin_block()
    inside = [piece for piece in pieces if span.start <= piece.span.start < span.end]
    return make_block(
        number, "paragraph", text, span, [_token(piece, text, names) for piece in inside]
    )


def _token(piece: Piece, text: str, names: Names) -> Token:
    span = piece.span
    if piece.kind == "reference":
        return Token(span, "spelled", said=html.unescape(span.of(text)))
    if piece.kind == "kept" and (word := names.name(span)):
        return Token(span, "stand-in", said=word)
    if piece.kind == "line" and not _is_soft(piece, text):
        return Token(span, "spelled", said=" ")
    return Token(span, _KINDS.get(piece.kind, "soft"), piece.name)


def _is_soft(line: Piece, text: str) -> bool:
    """Whether a wrap stands beside Japanese, which has no space there; else it is a space."""
    beside = text[max(line.span.start - 1, 0) : line.span.start]
    return not (beside + text[line.span.end : line.span.end + 1]).isascii()
