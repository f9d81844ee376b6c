"""The rule about terms inside terms: 大統領 in 副大統領, rendered alike or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from glossary.boundary import WordBoundary
from glossary.checks.base import INFO, Rule, Subject
from glossary.fold import clean_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.boundary import Boundary
    from glossary.model import Entry

_Found = tuple[str, tuple["Entry", ...]]
_Span = tuple[int, int, int]

_SHORTEST = 2
"""Single characters stand in too many words to say anything."""


def _nested(subject: Subject) -> Iterator[_Found]:
    plain = clean_all([entry.source for entry in subject.bound])
    inner = [at for at, text in enumerate(plain) if len(text) >= _SHORTEST]
    if not inner:
        return
    search = AhoCorasick(
        [plain[at] for at in inner], matchkind=MatchKind.Standard, store_patterns=False
    )
    boundary = WordBoundary()
    for entry, text in zip(subject.bound, plain, strict=True):
        spans = search.find_matches_as_indexes(text, overlapping=True)
        for number, start, end in _outermost(spans, len(text)):
            part = subject.bound[inner[number]]
            if not _agree(entry, part) and _on_edges(boundary, text, start, end):
                yield _message(entry, part), (entry, part)


def _outermost(spans: Sequence[_Span], length: int) -> list[_Span]:
    """The terms inside a text of `length` that stand in no longer term inside it."""
    parts = [span for span in spans if span[2] - span[1] < length]
    if len(parts) <= 1:
        return parts
    return [
        span
        for span in parts
        if not any(
            other[1] <= span[1] and span[2] <= other[2] and other[1:] != span[1:] for other in parts
        )
    ]


def _agree(whole: Entry, part: Entry) -> bool:
    rendering = whole.preferred.casefold()
    return any(form.casefold() in rendering for form in part.accepted)


def _on_edges(boundary: Boundary, text: str, start: int, end: int) -> bool:
    edges = boundary.edges(text)
    return start in edges and end in edges


def _message(whole: Entry, part: Entry) -> str:
    return (
        f"{whole.source} ({whole.preferred}) holds {part.source}, which elsewhere is "
        f"{part.preferred!r}: is the difference meant?"
    )


RULES = (Rule("nested", INFO, "a term inside another is rendered otherwise there", _nested),)
