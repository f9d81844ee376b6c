"""Which places of a text lie inside brackets or quotation marks that hold a sentence together."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from mtservice.segmentation.characters import LINE_BREAKS

PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "［": "］",
    "[": "]",
    "〈": "〉",
    "《": "》",
    "〔": "〕",
    "｛": "｝",
    "｢": "｣",
    "“": "”",
}
CLOSING = frozenset(PAIRS.values())

PROTECTED = 120
"""Brackets that hold more than this many characters no longer keep their sentences together."""


@dataclass(frozen=True, slots=True)
class Brackets:
    """Where a text may not be split, and where its straight quotation marks close."""

    inside: list[int]
    """For each character, how many short bracket pairs the place *after* it lies in."""
    closing_quotes: frozenset[int]


@dataclass(slots=True)
class _Matcher:
    """Pairs brackets in one pass; one that never closes on its line is forgotten."""

    change: list[int]
    closing_quotes: set[int] = field(default_factory=set)
    open: list[tuple[str, int]] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)
    """How many open brackets wait for each closing character."""

    def read(self, char: str, at: int) -> None:
        if char in PAIRS:
            self._push(PAIRS[char], at)
        elif char == '"' and not self.waiting.get(char):
            self._push(char, at)
        elif self.waiting.get(char):
            self._close(char, at)
        elif char in LINE_BREAKS:
            self.open.clear()
            self.waiting.clear()

    def _push(self, closing: str, at: int) -> None:
        self.open.append((closing, at))
        self.waiting[closing] = self.waiting.get(closing, 0) + 1

    def _close(self, char: str, at: int) -> None:
        while True:  # brackets opened since then never closed: drop them
            closing, start = self.open.pop()
            self.waiting[closing] -= 1
            if closing == char:
                break
        if char == '"':
            self.closing_quotes.add(at)
        if at - start <= PROTECTED:
            self.change[start] += 1
            self.change[at] -= 1


def find_brackets(text: str) -> Brackets:
    """Pair the brackets of `text`, in one pass whatever the nesting."""
    matcher = _Matcher([0] * (len(text) + 1))
    for at, char in enumerate(text):
        if char in _RELEVANT:
            matcher.read(char, at)
    return Brackets(list(accumulate(matcher.change)), frozenset(matcher.closing_quotes))


_RELEVANT = frozenset(PAIRS) | CLOSING | LINE_BREAKS | {'"'}
