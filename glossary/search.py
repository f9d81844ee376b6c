"""Finds entries of a glossary by a word of either language, a part of it, or something near it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from glossary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.model import Entry, Glossary

_NEAR = 75
"""How similar (0–100) a term must be to count as near."""


class Why(StrEnum):
    """How an entry answers a query, the best answer first."""

    EXACT = "exact"
    SPELLING = "spelling"
    BEGINNING = "beginning"
    PART = "part"
    NOTE = "note"
    NEAR = "near"


_RANK = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a query, the term of it that did, and how."""

    entry: Entry
    text: str
    why: Why
    score: float = 100.0
    """How near (0–100), for a near term."""


def search(glossary: Glossary, query: str, *, limit: int = 20) -> tuple[Found, ...]:
    """The entries that hold `query`, best first; where none does, those that hold something near.

    Upper and lower case, width and the spellings that `glossary.fold` makes equal do not count.
    """
    query = query.strip()
    if not query:
        return ()
    terms = [(entry, text) for entry in glossary.entries for text in _terms(entry)]
    keys = fold.loosen_all(fold.clean_all([text for _, text in terms]))
    wanted = fold.fold(query).key
    found = [
        Found(entry, text, why)
        for (entry, text), key in zip(terms, keys, strict=True)
        if (why := _why(query, wanted, text, key))
    ]
    found += _in_prose(glossary, query)
    if not found:
        near = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=limit)
        found = [Found(*terms[at], Why.NEAR, score) for _, score, at in near]
    return tuple(_best(found))[:limit]


def _terms(entry: Entry) -> Iterator[str]:
    yield from entry.sources
    yield from (target.text for target in entry.targets)
    yield from filter(None, (entry.adjective, entry.first_mention))


def _why(query: str, wanted: str, text: str, key: str) -> Why | None:
    if text == query:
        return Why.EXACT
    if not wanted or wanted not in key:
        return None
    if key == wanted:
        return Why.SPELLING
    return Why.BEGINNING if key.startswith(wanted) else Why.PART


def _in_prose(glossary: Glossary, query: str) -> Iterator[Found]:
    wanted = query.casefold()
    for entry in glossary.entries:
        for text in (entry.id, entry.domain, entry.note, entry.provenance):
            if wanted in text.casefold():
                yield Found(entry, text, Why.EXACT if text == query else Why.NOTE)
                break


def _best(found: list[Found]) -> Iterator[Found]:
    """Each entry once, by its best answer; the best answers, and among them short terms, first."""
    seen: set[str] = set()
    for item in sorted(found, key=_order):
        if item.entry.id not in seen:
            seen.add(item.entry.id)
            yield item


def _order(found: Found) -> tuple[int, float, int]:
    return _RANK[found.why], -found.score, len(found.text)
