"""Inline markup → block text and marks, from a list of tokens that a format's scanner finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.model import Block, Mark, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


ADDRESS = (
    r"https?://[!#-'*-;=?-Z\\^_a-z~]+"
    r"(?:(?<=[/=])[^\s\x00-\x2e\x3a-\x40\x5b-\x60\x7b-\x7f\u3000-\u303f\uff01-\uff20\uff3b-\uff40\uff5b-\uff65]+"
    r"(?:/[!#-'*-;=?-Z\\^_a-z~]*)?)?"
)
"""A bare address: ASCII, but for a name in its path such as `/wiki/ミンスク`.

Japanese writes no space behind an address, so that only what follows a `/` or `=` belongs to it.
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of raw text that is no words.

    An `open` token is matched by the next `close` token of the same `key` at its level; without one
    it stands alone, as a token of kind `alone` does, and of kind `word`, which is read as a word.
    A `toggle` closes one of its key, or else opens one. A `soft` one is a line wrap. A `tail` is
    the rest of what the text before it stands for.
    """

    span: Span
    kind: str
    key: str = ""
    stand_in: tuple[str, str] | None = None
    """The word before a `tail`, and the markup that both of them stand for."""


def make_block(number: int, kind: str, text: str, span: Span, tokens: Iterable[Token]) -> Block:
    """The block of a raw range of `text`, its `tokens` (in order, disjoint) taken out as marks."""
    builder = _Builder(text)
    position = span.start
    for token in tokens:
        builder.words(position, token.span.start)
        builder.take(token)
        position = token.span.end
    builder.words(position, span.end)
    return Block(number, kind, builder.text, span, tuple(builder.finish()))


class _Builder:
    """Collects words and marks; pairs tokens by a stack, so that marks always nest."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = ""
        self.marks: list[Mark] = []
        self.stack: list[tuple[int, Token]] = []

    def words(self, start: int, end: int) -> None:
        """Raw text that is words."""
        self.text += self.raw[start:end]

    def take(self, token: Token) -> None:
        """One token: a mark of its own, or half of one."""
        place, raw = len(self.text), token.span.of(self.raw)
        opened_before = any(token.key == item.key for _, item in self.stack)
        if token.kind in ("close", "toggle") and opened_before:
            while self.stack:
                index, opened = self.stack.pop()
                if opened.key == token.key:
                    begun = self.marks[index]
                    if begun.start == place:  # around no words: two marks that stand alone
                        break
                    self.marks[index] = self._closed(begun, place, raw)
                    return
        if token.kind in ("open", "toggle"):
            self.stack.append((len(self.marks), token))
        self.marks.append(_alone(token, place, raw))

    def _closed(self, begun: Mark, place: int, raw: str) -> Mark:
        """The pair that ends here; takes in what stands alone just before its end."""
        first = len(self.marks)
        while first and self.marks[first - 1].start == place == self.marks[first - 1].end:
            first -= 1
        loose = self.marks[first:]
        del self.marks[first:]
        close = "".join(mark.open for mark in loose) + raw
        hard = "".join(mark.open for mark in loose if not mark.soft) + raw
        stand_ins = tuple(pair for mark in loose for pair in mark.stand_ins)
        kept = None if hard == close else hard
        return Mark(begun.start, place, begun.open, close, stand_ins=stand_ins, kept_close=kept)

    def finish(self) -> list[Mark]:
        """All marks in the order in which they begin; what was never closed stands alone."""
        return self.marks


def _alone(token: Token, place: int, raw: str) -> Mark:
    return Mark(
        place,
        place,
        raw,
        soft=token.kind in ("soft", "tail"),
        word=token.kind == "word",
        tail=token.kind == "tail",
        stand_ins=(token.stand_in,) if token.stand_in else (),
    )
