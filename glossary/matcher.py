"""Finds the terms of glossaries in a text.

The order of the work: fold the text, one pass of Aho–Corasick over the key, word edges, what stands
beside (`context`), overlaps, composition, near misses. All choices are deterministic.

Precedence, where several entries claim overlapping ranges: the one that begins first, then the
longest, then the higher priority, then the glossary that comes first in the stack, then the closer
spelling, then the smaller entry id.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from glossary.automaton import Automaton
from glossary.boundary import Lexicon, WordBoundary
from glossary.compose import Composed, compose
from glossary.fuzzy import NearMisses
from glossary.hits import FOLDED, Hit, Reading, find_hits, resolve
from glossary.model import MatchKind, MatchPart, TermMatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.boundary import Boundary
    from glossary.model import Glossary


class Matcher:
    """Several glossaries, in order of precedence, compiled for search.

    Only approved entries bind. Building takes about twenty microseconds an entry; a search costs as
    much as the text is long and holds hits, whatever their number. Safe to share between threads.
    """

    def __init__(self, glossaries: Sequence[Glossary], boundary: Boundary | None = None) -> None:
        self._automaton = Automaton(glossaries)
        self._boundary = boundary or WordBoundary()

    def find(self, text: str, *, fuzzy: bool = False) -> tuple[TermMatch, ...]:
        """The terms of `text` in order, none overlapping; offsets are code points, half-open.

        With `fuzzy`, katakana that no entry spells but that nearly spell a name are reported too,
        of kind `fuzzy` and with a score.
        """
        reading = Reading(text, self._boundary)
        found = compose(resolve(find_hits(reading, self._automaton)), reading.plain.key)
        matches = [_match(reading, item) for item in found]
        if fuzzy:
            matches += self._near_misses(reading, found)
            matches.sort(key=lambda match: match.start)
        return tuple(matches)

    def find_all(self, text: str) -> tuple[TermMatch, ...]:
        """Every term of `text` on word edges, overlapping ones and losers of a tie included.

        In order of precedence at each place. For looking things up, not for translating.
        """
        reading = Reading(text, self._boundary)
        hits = sorted(find_hits(reading, self._automaton), key=lambda hit: hit.rank)
        resolved = compose(resolve(hits), reading.plain.key)
        found: list[Hit | Composed] = [item for item in resolved if isinstance(item, Composed)]
        found += [hit for hit in hits if not hit.form.is_short]
        found.sort(key=lambda item: (item.start, -item.end))
        return tuple(_match(reading, item) for item in found)

    @cached_property
    def _names(self) -> NearMisses:
        return NearMisses(self._automaton)

    def _near_misses(
        self, reading: Reading, found: Iterable[Hit | Composed]
    ) -> Iterator[TermMatch]:
        taken = [(item.start, item.end) for item in found]
        knows = self._boundary.knows if isinstance(self._boundary, Lexicon) else _knows_nothing
        for miss in self._names.find(reading.plain.key, taken, knows):
            hit = Hit(miss.start, miss.end, miss.form, FOLDED)
            match = _plain_match(reading, hit)
            yield replace(match, kind=MatchKind.FUZZY, score=round(miss.score, 3))


def _knows_nothing(_word: str) -> bool:
    return False


def _match(reading: Reading, found: Hit | Composed) -> TermMatch:
    if isinstance(found, Composed):
        return _composed_match(reading, found)
    return _plain_match(reading, found)


def _plain_match(reading: Reading, hit: Hit) -> TermMatch:
    start, end = _raw(reading, hit.start, hit.end)
    text, entry = reading.text[start:end], hit.form.entry
    return TermMatch(
        start,
        end,
        text,
        MatchKind.EXACT if text == entry.source else MatchKind.VARIANT,
        entry,
        hit.form.glossary,
        entry.accepted,
        _forbidden(entry.forbidden, entry.accepted),
        hit.form.text,
    )


def _composed_match(reading: Reading, found: Composed) -> TermMatch:
    start, end = _raw(reading, found.start, found.end)
    forbidden = [text for part in found.parts for text in part.form.entry.forbidden]
    return TermMatch(
        start,
        end,
        reading.text[start:end],
        MatchKind.COMPOSED,
        found.head.form.entry,
        found.head.form.glossary,
        found.renderings,
        _forbidden(forbidden, found.renderings),
        found.head.form.text,
        tuple(
            MatchPart(part.form.entry, *_raw(reading, part.start, part.end)) for part in found.parts
        ),
    )


def _part(reading: Reading, hit: Hit) -> MatchPart:
    return MatchPart(hit.form.entry, *_raw(reading, hit.start, hit.end))


def _raw(reading: Reading, start: int, end: int) -> tuple[int, int]:
    return reading.plain.starts[start], reading.plain.ends[end - 1]


def _forbidden(forbidden: Iterable[str], accepted: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in forbidden if text not in accepted))
