"""Inline markup → block text and marks, from a list of tokens that a format's scanner finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.model import Block, Mark, Span, Spelling

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
    A `toggle` closes one of its key, or else opens one. A `soft` one is a line wrap. A `spelled`
    one is words after all: `said`. A `stand-in` is markup in whose place the word `said` is read.
    """

    span: Span
    kind: str
    key: str = ""
    said: str = ""
    fades: bool = False
    """Of an `open` one: whether the pair is dropped once the words in it change."""


_MOST_NESTED = 250
"""Pairs within pairs; what is opened deeper stands alone, so that no recursion runs out."""


def make_block(number: int, kind: str, text: str, span: Span, tokens: Iterable[Token]) -> Block:
    """The block of a raw range of `text`, its `tokens` (in order, disjoint) taken out as marks."""
    builder = _Builder(text)
    position = span.start
    for token in tokens:
        builder.words(position, token.span.start)
        builder.take(token)
        position = token.span.end
    builder.words(position, span.end)
    return Block(
        number, kind, builder.text, span, tuple(builder.finish()), tuple(builder.spellings)
    )


def make_blocks(text: str, found: Iterable[tuple[str, Span, Iterable[Token]]]) -> tuple[Block, ...]:
    """The blocks of several ranges, given with kind and tokens; those that say nothing left out."""
    blocks: list[Block] = []
    for kind, span, tokens in found:
        block = make_block(len(blocks), kind, text, span, tokens)
        if block.text.strip():
            blocks.append(block)
    return tuple(blocks)


class _Builder:
    """Collects words and marks; pairs tokens by a stack, so that marks always nest."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.marks: list[Mark] = []
        self.spellings: list[Spelling] = []
        self.stack: list[tuple[int, Token]] = []
        self._said: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """What was said so far."""
        return "".join(self._said)

    def words(self, start: int, end: int) -> None:
        """Raw text that is words."""
        self._say(self.raw[start:end])

    def _say(self, words: str) -> None:
        self._said.append(words)
        self._length += len(words)

    def take(self, token: Token) -> None:
        """One token: a mark of its own, or half of one."""
        place, raw = self._length, token.span.of(self.raw)
        if token.kind in ("spelled", "stand-in"):
            self._say(token.said)
            stands_in = token.kind == "stand-in"
            self.spellings.append(Spelling(place, self._length, raw, stands_in))
            return
        opened_before = any(token.key == item.key for _, item in self.stack)
        if token.kind in ("close", "toggle") and opened_before:
            while self.stack:
                index, opened = self.stack.pop()
                if opened.key == token.key:
                    if self.marks[index].start == place:  # around no words: two that stand alone
                        break
                    self._close(index, opened, place, raw)
                    return
        if token.kind in ("open", "toggle") and len(self.stack) < _MOST_NESTED:
            self.stack.append((len(self.marks), token))
        soft, word = token.kind == "soft", token.kind == "word"
        self.marks.append(Mark(place, place, raw, soft=soft, word=word))

    def _close(self, index: int, opened: Token, place: int, raw: str) -> None:
        """End a pair here; its closing tag takes in what stands alone just before it."""
        begun, loose = self.marks[index], self._loose(place)
        close = "".join(mark.open for mark in loose) + raw
        hard = "".join(mark.open for mark in loose if not mark.soft) + raw
        fades = opened.fades and all(mark.soft for mark in loose)
        kept = None if hard == close else hard
        self.marks[index] = Mark(begun.start, place, begun.open, close, soft=fades, kept_close=kept)

    def _loose(self, place: int) -> list[Mark]:
        """Take back what stands alone at the end, before a mark that closes there."""
        kept = len(self.marks)
        while kept and self.marks[kept - 1].start == place == self.marks[kept - 1].end:
            kept -= 1
        loose = self.marks[kept:]
        del self.marks[kept:]
        return loose

    def finish(self) -> list[Mark]:
        """All marks in the order in which they begin; what was never closed stands alone."""
        return self.marks
