"""Names in a Japanese text that no glossary need know: runs of katakana, and proper nouns.

A run of katakana is a name or a loanword; what SudachiPy's dictionary knows of it, and what it is
rendered by, tell them apart. Proper nouns in kanji are those of that dictionary; neighbours are
one name (田中 + 太郎).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from glossary.boundary import SHARED, script
from glossary.fold import KATAKANA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.boundary import Word

_KANA = re.compile(f"[{KATAKANA}]{{3,}}(?:[・＝=][{KATAKANA}]{{2,}})*")
_JOINT = re.compile("[・＝=]")
_KANJI = re.compile("[㐀-䶿一-鿿々〆ヶ]{2,}")
_CALLED = re.compile(
    "氏|君|様|殿|選手|投手|捕手|監督|主将|記者|議員|被告|容疑者|社長|会長|教授|博士|医師|知事|市長|町長|村長|"
    "首相|大統領|大臣|長官|大使|将軍|大佐|中佐|少佐|夫妻|夫人"
)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A place that may hold a name; code points, half-open."""

    start: int
    end: int
    parts: int
    """Of how many names it is made: two for a surname with a given name."""
    is_proper: bool
    """The dictionary has it for a proper noun, or does not know it; else it may be a loanword."""


def find_names(text: str) -> tuple[Name, ...]:
    """The possible names of a text, in order and disjoint.

    Without SudachiPy's dictionary only those in katakana are found, and none is proper.
    """
    words = _placed(SHARED.words(text, kinds=True))
    kana = [
        Name(*hit.span(), len(_JOINT.split(hit.group())), _is_proper(hit.span(), words))
        for hit in _KANA.finditer(text)
    ]
    kanji = [name for name in _proper(words) if _stands_alone(text, name)]
    return tuple(sorted([*kana, *kanji]))


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int
    is_proper: bool
    is_known: bool


def _placed(words: Sequence[Word]) -> list[_Placed]:
    position, found = 0, []
    for word in words:
        end = position + len(word.surface)
        found.append(_Placed(position, end, word.is_proper, word.is_known))
        position = end
    return found


def _is_proper(span: tuple[int, int], words: Sequence[_Placed]) -> bool:
    inside = [word for word in words if span[0] <= word.start and word.end <= span[1]]
    return any(word.is_proper or not word.is_known for word in inside)


def _proper(words: Sequence[_Placed]) -> Iterator[Name]:
    """Stretches of proper nouns that adjoin."""
    for proper, stretch in groupby(words, key=lambda word: word.is_proper):
        row = list(stretch)
        if proper:
            yield Name(row[0].start, row[-1].end, len(row), is_proper=True)


def _stands_alone(text: str, name: Name) -> bool:
    """Whether a name is all of its kanji, but for what people are called by behind it: 田中氏.

    富士 in 宝富士 is not, nor 長野 in 長野県: what surrounds it belongs to a longer name.
    """
    before, after = text[: name.start][-1:], text[name.end :]
    return (
        _KANJI.fullmatch(text, name.start, name.end) is not None
        and script(before or " ") != "kanji"
        and (script(after[:1] or " ") != "kanji" or _CALLED.match(after) is not None)
    )
