"""Words that stand for markup which is read as a word: placeholders, code, names left alone.

A model that is not told of a placeholder makes a sentence with a hole in it. So it reads a word
such as `X2` there, which is a term to keep like any other, and the markup comes back in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.model import Entry, Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtservice.model import Block, Document, SegmentResult

_LETTERS = "XQZKVJ"
_FIRST = 2
"""A count of one would make English singular."""
_STEPS = (9, 99, 999)
_NAME = re.compile(r"([A-Z])(\d+)")


def letter_for(text: str) -> str:
    """A letter that names stand-ins and no word of `text`; empty where there is none."""
    taken = {match[1] for match in _NAME.finditer(text)}
    return next((letter for letter in _LETTERS if letter not in taken), "")


def name(letter: str, number: int) -> str:
    """The stand-in of that number, from 0."""
    return f"{letter}{number + _FIRST}"


def terms_of(documents: Iterable[Document]) -> tuple[Entry, ...]:
    """The stand-ins of the documents as terms to keep.

    They are more than there are, in a few steps, so that calls alike share one matcher.
    """
    used = {
        word
        for document in documents
        for block in document.blocks
        for mark in block.marks
        for word, _ in mark.stand_ins
    }
    highest: dict[str, int] = {}
    for word in used:
        highest[word[0]] = max(highest.get(word[0], 0), int(word[1:]))
    return tuple(
        _term(f"{letter}{number}")
        for letter, top in sorted(highest.items())
        for number in range(_FIRST, next((step for step in _STEPS if step >= top), top) + 1)
    )


def _term(word: str) -> Entry:
    return Entry(f"placeholder-{word}", word, (Target(word),), inflect=False)


class StandIns:
    """The stand-ins of a block and the markup that each stands for."""

    def __init__(self, block: Block) -> None:
        self.markup = dict(pair for mark in block.marks for pair in mark.stand_ins)
        words = "|".join(sorted(self.markup, key=len, reverse=True))
        # No word of the text is one of them, so that letters may touch.
        self._pattern = re.compile(rf"(?:{words})(?!\d)")

    def missing(self, result: SegmentResult) -> list[tuple[int, str]]:
        """Markup whose stand-in the English has not said, and where it ends in the source."""
        if not self.markup:
            return []
        said = set(self._pattern.findall(result.text))
        source = self._pattern.finditer(result.segment.text)
        return [(found.end(), self.markup[found[0]]) for found in source if found[0] not in said]

    def restored(self, text: str, done: set[str]) -> str:
        """`text` with markup in place of stand-ins, each once: those in `done` are taken out."""
        if not self.markup:
            return text

        def restore(found: re.Match[str]) -> str:
            again = found[0] in done
            done.add(found[0])
            return "" if again else self.markup[found[0]]

        return self._pattern.sub(restore, text)
