"""Phrases of a pair whose place is known on both sides: from term lists and word alignments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.align import Links
    from training.terms import Lexicon

Span = tuple[int, int]

_WORDLIKE = re.compile(r"[ァ-ヺー][ァ-ヺー・＝]+[ァ-ヺー]|[一-鿿々]{2,8}(?:[ァ-ヺー]{2,})?")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_EDGE_WORD = re.compile(
    r"(?:the|a|an|of|in|on|at|to|for|from|by|with|as|and|or|but|is|was|are|were|be|been|has|have|had"
    r"|he|she|it|they|his|her|its|their|this|that|which|who|will)",
    re.IGNORECASE,
)
_RENDERING = re.compile(r"[A-Za-zÀ-ɏ][\wÀ-ɏ'’ -]*[\wÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the Japanese side and the stretch of the English side that renders it."""

    ja: Span
    en: Span
    is_name: bool
    """The rendering starts with a capital."""


class Finder:
    """Finds phrases in pairs with the help of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.keys = list(lexicon.renderings)
        self.automaton = ahocorasick_rs.AhoCorasick(
            self.keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def find(self, ja: str, en: str, aligned: Iterable[tuple[Span, Span]]) -> list[Phrase]:
        """Disjoint phrases in order of the Japanese side; those of the lexicon come first in doubt.

        `aligned`: linked stretches of the two texts, as `linked_spans` gives them.
        """
        found: list[Phrase] = []
        for phrase in [*self._listed(ja, en), *_aligned_phrases(ja, en, list(aligned))]:
            if all(_apart(phrase.ja, one.ja) and _apart(phrase.en, one.en) for one in found):
                found.append(phrase)
        return sorted(found, key=lambda phrase: phrase.ja)

    def _listed(self, ja: str, en: str) -> Iterator[Phrase]:
        for index, start, end in self.automaton.find_matches_as_indexes(ja):
            if _cuts_katakana(ja, start) or _cuts_katakana(ja, end) or ja.count(ja[start:end]) > 1:
                continue
            for rendering in self.lexicon.renderings[self.keys[index]]:
                place = _only_place(rendering, en)
                if place is not None:
                    yield Phrase((start, end), place, en[place[0]].isupper())
                    break


def linked_spans(links: Links, ja: Sequence[Span], en: Sequence[Span]) -> list[tuple[Span, Span]]:
    """The links as stretches of the texts; `ja` and `en` are the stretches of the pieces."""
    return [(ja[s], en[t]) for s, t in sorted(links) if s < len(ja) and t < len(en)]


def _aligned_phrases(ja: str, en: str, aligned: list[tuple[Span, Span]]) -> Iterator[Phrase]:
    for hit in _WORDLIKE.finditer(ja):
        if ja.count(hit.group()) > 1:
            continue
        place = _image(hit.span(), en, aligned)
        if place is not None and _is_rendering(en[place[0] : place[1]], hit.group()):
            yield Phrase(hit.span(), place, en[place[0]].isupper())


def _image(span: Span, en: str, aligned: list[tuple[Span, Span]]) -> Span | None:
    """Whole words that are linked to `span` and to nothing else."""
    inside = [target for source, target in aligned if not _apart(source, span)]
    if not inside:
        return None
    start, end = min(first for first, _ in inside), max(last for _, last in inside)
    while start > 0 and (en[start - 1].isalnum() or en[start - 1] == "-"):
        start -= 1
    while end < len(en) and (en[end].isalnum() or en[end] == "-"):
        end += 1
    start += len(en[start:end]) - len(en[start:end].lstrip())
    strangers = (source for source, target in aligned if not _apart(target, (start, end)))
    return (start, end) if all(not _apart(source, span) for source in strangers) else None


def _is_rendering(words: str, ja: str) -> bool:
    if not _RENDERING.fullmatch(words) or len(words.split()) > 5:
        return False
    first, *_, last = words.split() * 2
    if _EDGE_WORD.fullmatch(first) or _EDGE_WORD.fullmatch(last):
        return False
    return 0.5 <= len(words) / len(ja) <= (4 if _KATAKANA.match(ja) else 8)


def _only_place(rendering: str, en: str) -> Span | None:
    """Where the rendering stands as whole words; `None` unless it does so exactly once."""
    start = en.find(rendering)
    if start < 0 or en.find(rendering, start + 1) >= 0:
        return None
    end = start + len(rendering)
    if en[start - 1 : start].isalnum() or en[end : end + 1].isalnum():
        return None
    return start, end


def _cuts_katakana(ja: str, at: int) -> bool:
    return bool(_KATAKANA.match(ja[at - 1 : at]) and _KATAKANA.match(ja[at : at + 1]))


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or one[0] >= other[1]
