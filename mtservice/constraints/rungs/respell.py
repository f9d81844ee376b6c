"""Put right in place what stands for the term: the term in another letter case, a known wrong
rendering, the Japanese term itself, a close spelling of a name, or another name where the model
looked at this one. Costs no decoding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from glossary.model import EntryType, TargetStatus
from mtservice.constraints.detect import has_japanese
from mtservice.constraints.forms import begins_sentence, loose
from mtservice.constraints.locate import free_words, regions
from mtservice.constraints.rungs.base import Case, Proposal, Revision, Setting
from mtservice.constraints.rungs.wording import fitting
from mtservice.constraints.splice import splice
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.constraints.plan import Requirement
    from mtservice.edits import Edit
    from mtservice.engine.base import EngineOptions

_LEAST_ALIKE = 0.6
_LEAST_ALIKE_UNSEEN = 0.8
"""Likeness that is asked for where the attention does not confirm the place."""
_SEEN = 0.3
_SURE = 0.5
_NAMES = {EntryType.PERSON, EntryType.PLACE, EntryType.ORGANISATION, EntryType.WORK}


@dataclass(frozen=True, slots=True)
class Respell:
    """Replaces in place what plainly was meant to be the term."""

    name: str = "respell"
    rounds: int = 1
    margin: float = inf

    def wants(self, case: Case) -> bool:
        """Segments with something missing, or something forbidden in them."""
        return bool(case.pending or case.best.verdict.banned)

    def decoding(self, setting: Setting) -> EngineOptions:
        """Nothing is decoded."""
        return setting.decoding

    def propose(self, case: Case, _: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """All corrections together, then each alone."""
        edits: list[Edit] = []
        for item in _corrections(case):
            claimed = (*case.best.verdict.claimed, *(Span(e.start, e.end) for e in edits))
            if any(item.span.overlaps(span) for span in claimed):
                continue
            edits.append(splice(case.best.text, item.span, item.rendering, item.kind, claimed))
        together = [Revision(tuple(sorted(edits)))] if len(edits) > 1 else []
        return case.pending, (*together, *(Revision((edit,)) for edit in edits))


@dataclass(frozen=True, slots=True)
class _Correction:
    """What should stand in place of a span, for which requirement."""

    index: int
    span: Span
    rendering: str
    kind: EntryType


def _corrections(case: Case) -> Iterator[_Correction]:
    """The surest first; at most one for a missing requirement by each kind of evidence."""
    requirements = case.plan.requirements
    for item in case.best.verdict.banned:
        banning = requirements[item.requirement]
        wanted = fitting(banning, item.span.of(case.best.text))
        yield _Correction(item.requirement, item.span, wanted, banning.match.entry.type)
    claimed = case.best.verdict.claimed
    done: set[int] = set()
    for find in (_other_case, _known_wrong, _left_japanese, _close_spelling, _other_name):
        for index in case.pending:
            found = find(case, requirements[index]) if index not in done else iter(())
            for span, rendering in found:
                if not any(span.overlaps(other) for other in claimed):
                    done.add(index)
                    kind = requirements[index].match.entry.type
                    yield _Correction(index, span, rendering, kind)
                    break


def _other_case(case: Case, requirement: Requirement) -> Iterator[tuple[Span, str]]:
    for rendering in requirement.match.renderings:
        for hit in loose(rendering).finditer(case.best.text):
            yield Span(*hit.span()), rendering


def _known_wrong(case: Case, requirement: Requirement) -> Iterator[tuple[Span, str]]:
    entry, right = requirement.match.entry, requirement.match.renderings
    short = [form for form in entry.accepted if requirement.first and form not in right]
    for rendering in (*entry.with_status(TargetStatus.DEPRECATED), *short):
        for hit in loose(rendering, inflected=entry.inflect).finditer(case.best.text):
            yield Span(*hit.span()), fitting(requirement, hit.group())


def _left_japanese(case: Case, requirement: Requirement) -> Iterator[tuple[Span, str]]:
    sources = {requirement.match.text, *requirement.match.entry.sources}
    for source in sorted(filter(has_japanese, sources), key=lambda item: (-len(item), item)):
        for hit in re.finditer(re.escape(source), case.best.text):
            yield Span(*hit.span()), requirement.wanted


def _close_spelling(case: Case, requirement: Requirement) -> Iterator[tuple[Span, str]]:
    """As many capitalised words as an accepted form of a name has, spelt nearly like it.

    A name that has a title may stand apart from it: "the president, Lukashenko".
    """
    if requirement.match.entry.type not in _NAMES:
        return
    names = requirement.match.entry.accepted if requirement.parts else ()
    likest = max(
        (
            (_likeness(case, requirement, span, rendering), -span.start, span, rendering)
            for rendering in (*requirement.match.renderings, *names)
            if rendering[:1].isupper()
            for span in _capitalised(case, len(re.split(r"[ -]", rendering)))
        ),
        default=None,
    )
    if likest is not None and likest[0] > 0:
        yield likest[2], likest[3]


def _other_name(case: Case, requirement: Requirement) -> Iterator[tuple[Span, str]]:
    """Capitalised words that clearly look at a name: its place is right, its spelling is not."""
    if requirement.match.entry.type not in _NAMES or not requirement.wanted[:1].isupper():
        return
    text = case.best.text
    for region in regions(case.best, requirement.source)[:1]:
        words = re.split(r"[ -]", region.span.of(text))
        names = all(word[:1].isupper() for word in words)
        if names and region.weight >= _SURE and not begins_sentence(text, region.span.start):
            yield region.span, requirement.wanted


def _capitalised(case: Case, size: int) -> Iterator[Span]:
    """Stretches of `size` free words that begin with a capital and cross no punctuation."""
    words, text = free_words(case.best), case.best.text
    for first, last in zip(words, words[size - 1 :], strict=False):
        span = Span(first.start, last.end)
        if text[span.start].isupper() and not re.search(r"[,.;:()]\s", span.of(text)):
            yield span


def _likeness(case: Case, requirement: Requirement, span: Span, rendering: str) -> float:
    """How alike the two are, 0–1; 0 where that is too little to take one for the other."""
    attention = case.best.hypothesis.attention
    alike = Levenshtein.normalized_similarity(span.of(case.best.text).lower(), rendering.lower())
    seen = attention is not None and attention.mass(span, requirement.source) >= _SEEN
    return alike if alike >= (_LEAST_ALIKE if seen else _LEAST_ALIKE_UNSEEN) else 0.0
