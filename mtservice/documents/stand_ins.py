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

    from mtservice.model import Block, Document, SegmentResult, Span

_LETTERS = "XQZKVJ"
_FIRST = 2
"""A count of one would make English singular."""
_STEPS = (9, 99, 999)
_NAME = re.compile(r"([A-Z])(\d+)")
_TOUCHES = re.compile("[A-Za-z0-9]")


class Names:
    """Gives out the stand-ins of a document: words that stand nowhere in it."""

    def __init__(self, text: str) -> None:
        taken = {match[1] for match in _NAME.finditer(text)}
        self._text = text
        self._letter = next((letter for letter in _LETTERS if letter not in taken), "")
        self._given = 0

    def begin_block(self) -> None:
        """Count anew: a stand-in is its block's alone, so that sentences alike stay alike."""
        self._given = 0

    def name(self, span: Span) -> str:
        """The word for the markup at `span`; empty where none can be read there."""
        beside = self._text[max(span.start - 1, 0) : span.start]
        beside += self._text[span.end : span.end + 1]
        if not self._letter or _TOUCHES.search(beside):
            return ""
        self._given += 1
        return f"{self._letter}{self._given - 1 + _FIRST}"


def terms_of(documents: Iterable[Document]) -> tuple[Entry, ...]:
    """The stand-ins of the documents as terms to keep.

    They are more than there are, in a few steps, so that calls alike share one matcher.
    """
    used = {
        item.of(block.text)
        for document in documents
        for block in document.blocks
        for item in block.spellings
        if item.stands_in
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


def says_something(block: Block) -> bool:
    """Whether there are words in a block besides stand-ins."""
    position, said = 0, list[str]()
    for item in block.spellings:
        if item.stands_in:
            said.append(block.text[position : item.start])
            position = item.end
    return bool("".join([*said, block.text[position:]]).strip())


class StandIns:
    """The stand-ins of a block and the markup that each stands for."""

    def __init__(self, block: Block) -> None:
        found = [item for item in block.spellings if item.stands_in]
        self.markup = {item.of(block.text): item.raw for item in found}
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
