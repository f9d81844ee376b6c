"""Fragments of HTML and XML, as translation services take them: running text with tags in it.

Tags become marks that come out round the English words that translate theirs. A character
reference is read as its character: that stands in the block's text in the place of the
reference's `&`, and the rest of the reference is a mark that goes when the words change, so that
a text that does not change comes out byte for byte. So it is with what is read as a word, such as
a placeholder: a stand-in is in the text in its place.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mtservice.documents.inline import Token, make_block
from mtservice.documents.markup_pieces import MarkupRules, Piece, find_pieces
from mtservice.documents.stand_ins import letter_for, name
from mtservice.model import Block, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtservice.model import Mark

_LETTER = re.compile("[A-Za-z0-9]")
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
        pieces = _named(text, find_pieces(text, self.rules))
        raw = _readable(text, pieces)
        blocks: list[Block] = []
        run: list[Piece] = []
        start = 0
        for piece in [*pieces, Piece(Span(len(text), len(text)), "part")]:
            if piece.kind != "part":
                run.append(piece)
                continue
            block = _block(len(blocks), raw, text, Span(start, piece.span.start), run)
            if _says_something(block):
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


def _says_something(block: Block) -> bool:
    """Whether there are words in it besides stand-ins."""
    said = block.text
    stand_ins = [word for mark in block.marks for word, _ in mark.stand_ins]
    for word in sorted(stand_ins, key=len, reverse=True):
        said = said.replace(word, "", 1)
    return bool(said.strip())


def _named(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with a stand-in as the name of each that is read as a word."""
    letter, count, named = letter_for(text), 0, []
    for piece in pieces:
        if piece.kind == "kept" and letter and not _beside_letters(piece, text):
            word = name(letter, count)
            if len(word) < len(piece.span):
                named.append(replace(piece, name=word))
                count += 1
                continue
        named.append(piece)
    return named


def _beside_letters(piece: Piece, text: str) -> bool:
    beside = text[max(piece.span.start - 1, 0) : piece.span.start]
    return bool(_LETTER.search(beside + text[piece.span.end : piece.span.end + 1]))


def _readable(text: str, pieces: Iterable[Piece]) -> str:
    """The text, as long as before, as it is to be read.

    Characters stand in place of the heads of their references, stand-ins in place of the heads of
    what they stand for.
    """
    written, position = [], 0
    for piece in pieces:
        if piece.kind == "reference":
            said = html.unescape(piece.span.of(text))
        elif piece.kind == "kept" and piece.name:
            said = piece.name
        elif piece.kind == "line" and not _is_soft(piece, text):
            said = " " * len(piece.span)
        else:
            continue
        written += [text[position : piece.span.start], said]
        position = piece.span.start + len(said)
    return "".join([*written, text[position:]])


def _block(number: int, raw: str, text: str, run: Span, pieces: Iterable[Piece]) -> Block:
    said = run.of(raw)
    start = run.start + len(said) - len(said.lstrip())
    span = Span(start, max(start, run.start + len(said.rstrip())))
    tokens = [_token(piece, text) for piece in pieces]
    inside = [token for token in tokens if token and span.start <= token.span.start < span.end]
    return make_block(number, "paragraph", raw, span, inside)


def _token(piece: Piece, text: str) -> Token | None:
    span = piece.span
    if piece.kind == "reference":
        return Token(Span(span.start + 1, span.end), "tail")
    if piece.kind == "kept" and piece.name:
        rest = Span(span.start + len(piece.name), span.end)
        return Token(rest, "tail", stand_in=(piece.name, span.of(text)))
    if piece.kind == "line" and not _is_soft(piece, text):
        return None
    return Token(span, _KINDS.get(piece.kind, "soft"), piece.name)


def _is_soft(line: Piece, text: str) -> bool:
    """Whether a wrap stands beside Japanese, which has no space there; else it is a space."""
    beside = text[max(line.span.start - 1, 0) : line.span.start]
    return not (beside + text[line.span.end : line.span.end + 1]).isascii()
