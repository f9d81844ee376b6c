"""One rendering for each name that no glossary knows, within a document or a batch.

The rendering of most segments wins, of several the first: words with capitals, in a segment that
raises no alarm. Segments that render the name by other words are translated again with it as a
term; what comes out is taken where it says the name and nothing is worse for it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from glossary.model import Entry, EntryStatus, EntryType, MatchKind, Target, TermMatch
from glossary.names import find_names
from mtservice.constraints.forms import loose
from mtservice.constraints.locate import FUNCTION_WORDS
from mtservice.constraints.plan import make_plan
from mtservice.model import Candidate, Outcome, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mtservice.constraints.enforce import Enforced
    from mtservice.constraints.plan import Plan

NAMES = "names of this text"
"""What stands for the glossary of the terms that this module sets."""

_FRAME = re.compile(r"^(?:(?:the|an?|mr\.?|mrs\.?|ms\.?|dr\.?)\s+)+|['’]s?$", re.IGNORECASE)
_NAME = re.compile(r"[A-Z\u00c0-\u00de][\w'’.-]+(?:[ -](?:[A-Z\u00c0-\u00de][\w'’.-]+|of|de|van))*")
_GAP = re.compile("[ -]")
_NO_NAME = FUNCTION_WORDS | set("he him she her it they them this one".split())
_MARGIN = 0.3
"""How much less likely, in nats per token, a sentence may become for the sake of a name."""
_LEAST = 0.3
"""A word that looks at a name less than this does not render it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a segment renders a name by."""

    text: str
    is_name: bool
    """It has capitals, and as many words as the name has parts."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in a segment."""

    segment: int
    span: Span
    said: _Said | None


@dataclass(frozen=True, slots=True)
class Consistent:
    """Documents whose names are rendered one way."""

    documents: tuple[tuple[Enforced, ...], ...]
    candidates: tuple[tuple[Candidate, ...], ...]
    """Of each document."""
    names: dict[str, str]
    """All renderings that are chosen now, those known before included."""

    @classmethod
    def untouched(cls, documents: Sequence[Sequence[tuple[Plan, Enforced]]]) -> Consistent:
        """The documents as they were translated."""
        rows = tuple(tuple(enforced for _, enforced in row) for row in documents)
        return cls(rows, ((),) * len(rows), {})


def make_consistent(
    documents: Sequence[Sequence[tuple[Plan, Enforced]]],
    translate: Callable[[list[Plan]], list[Enforced]],
    *,
    together: bool,
    known: Mapping[str, str],
) -> Consistent:
    """Agree on names, and `translate` again, in one call, the segments that say them otherwise.

    `together` lets a choice hold for the documents that follow, as those of `known` do.
    """
    names = dict(known)
    agreements = []
    for document in documents:
        agreements.append(agree(document, names))
        names |= agreements[-1].chosen if together else {}
    anew = iter(translate([plan for one in agreements for _, plan in one.plans]))
    results = []
    for document, agreement in zip(documents, agreements, strict=True):
        row = [enforced for _, enforced in document]
        for index, _ in agreement.plans:
            row[index] = accept(row[index], next(anew))
        results.append(tuple(row))
    return Consistent(tuple(results), tuple(one.candidates for one in agreements), names)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The rendering that each recurring name has, and the segments that say another."""

    chosen: dict[str, str]
    candidates: tuple[Candidate, ...]
    plans: tuple[tuple[int, Plan], ...]
    """Index of each segment to translate again, and its plan with the names as terms."""


def agree(
    segments: Sequence[tuple[Plan, Enforced]], known: Mapping[str, str] | None = None
) -> Agreement:
    """Choose a rendering for each name; `known` holds those that are chosen already."""
    mentions = _mentions(segments)
    chosen = dict(known or {})
    for source, found in mentions.items():
        good = Counter(item.said.text for item in found if item.said and _is_good(item, segments))
        if source not in chosen and good:
            chosen[source] = good.most_common(1)[0][0]
    odd = {
        source: [item for item in found if _differs(item, chosen[source], segments)]
        for source, found in mentions.items()
        if source in chosen
    }
    return Agreement(
        chosen,
        tuple(
            _candidate(source, chosen[source], mentions[source], odd[source])
            for source in odd
            if len({item.segment for item in mentions[source]}) > 1 or odd[source]
        ),
        tuple(_plans(segments, chosen, odd)),
    )


def accept(before: Enforced, after: Enforced) -> Enforced:
    """`after` without the hits of the names, if it says them all and is no worse; else `before`."""
    names = [hit for hit in after.hits if hit.match.glossary == NAMES]
    hits = tuple(hit for hit in after.hits if hit.match.glossary != NAMES)
    failed = [sum(hit.outcome is Outcome.FAILED for hit in row) for row in (before.hits, hits)]
    said = all(hit.outcome is not Outcome.FAILED for hit in names)
    worse = failed[1] > failed[0] or len(after.flags) > len(before.flags)
    unlikely = (before.score or 0.0) - (after.score or 0.0) > _MARGIN
    return replace(after, hits=hits) if said and not worse and not unlikely else before


def _mentions(segments: Sequence[tuple[Plan, Enforced]]) -> dict[str, list[_Mention]]:
    found: dict[str, list[_Mention]] = {}
    for index, (plan, enforced) in enumerate(segments):
        if enforced.text == plan.text:
            continue
        for name in find_names(plan.text):
            span = Span(name.start, name.end)
            taken = any(span.overlaps(one.source) for one in plan.requirements)
            if name.is_proper and not taken:
                mention = _Mention(index, span, _said(enforced, span, name.parts))
                found.setdefault(span.of(plan.text), []).append(mention)
    return found


def _said(enforced: Enforced, span: Span, parts: int) -> _Said | None:
    """The words from the first to the last that look at a name, if they adjoin."""
    words = sorted(
        {
            link.target
            for link in enforced.alignment.links
            if link.weight >= _LEAST and _mostly(link.source, span)
        }
    )
    if not words:
        return None
    whole = Span(words[0].start, words[-1].end)
    gaps = "".join(enforced.text[one.end : two.start] for one, two in pairwise(words))
    text = _FRAME.sub("", whole.of(enforced.text))
    if gaps.strip(" -‐’'") or set(text.lower().split()) <= _NO_NAME:
        return None
    name = _NAME.search(text)
    text = name.group() if name else text
    return _Said(text, is_name=name is not None and len(_GAP.split(text)) >= parts)


def _mostly(link: Span, name: Span) -> bool:
    """Whether most of what a word looks at belongs to the name."""
    shared = min(link.end, name.end) - max(link.start, name.start)
    return 2 * shared > len(link)


def _is_good(item: _Mention, segments: Sequence[tuple[Plan, Enforced]]) -> bool:
    return item.said is not None and item.said.is_name and not segments[item.segment][1].flags


def _differs(item: _Mention, chosen: str, segments: Sequence[tuple[Plan, Enforced]]) -> bool:
    """Whether a segment renders the name by other words; a pronoun, or nothing, is no other."""
    return item.said is not None and not loose(chosen).search(segments[item.segment][1].text)


def _candidate(
    source: str, target: str, found: Sequence[_Mention], odd: Sequence[_Mention]
) -> Candidate:
    others = dict.fromkeys(item.said.text for item in odd if item.said is not None)
    segments = tuple(sorted({item.segment for item in found}))
    return Candidate(source, target, segments, tuple(others))


def _plans(
    segments: Sequence[tuple[Plan, Enforced]],
    chosen: Mapping[str, str],
    odd: Mapping[str, Sequence[_Mention]],
) -> Iterator[tuple[int, Plan]]:
    by_segment: dict[int, list[TermMatch]] = {}
    for source, found in odd.items():
        for item in found:
            match = _match(source, chosen[source], item.span)
            by_segment.setdefault(item.segment, []).append(match)
    for index, matches in sorted(by_segment.items()):
        plan = segments[index][0]
        own = [requirement.match for requirement in plan.requirements]
        yield index, make_plan(plan.text, [*own, *matches], every_mention=plan.every_mention)


def _match(source: str, target: str, span: Span) -> TermMatch:
    entry = Entry(source, source, (Target(target),), EntryType.PERSON, status=EntryStatus.PROPOSED)
    return TermMatch(span.start, span.end, source, MatchKind.EXACT, entry, NAMES, (target,))
