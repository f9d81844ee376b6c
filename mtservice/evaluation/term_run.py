"""A material through the service: without terms, with them, and with senseless ones.

The modes are those of the terminology tasks of WMT25 and WMT26. In mode `random` each term has the
rendering of another one, which no model can guess: what is met then is met because it was asked
for.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from glossary.matcher import Matcher
from glossary.model import Entry, Glossary, Target, TargetStatus
from mtservice.evaluation import term_scores
from mtservice.evaluation.run import translate
from mtservice.evaluation.scores import quality
from mtservice.evaluation.sets import AskedTerm
from mtservice.evaluation.tally import mention
from mtservice.evaluation.terms import by_segment, shuffled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.model import TermMatch
    from mtservice.evaluation.material import Material
    from mtservice.evaluation.term_scores import Hits, Success
    from mtservice.model import DocumentResult, SegmentResult
    from mtservice.pipeline import TranslateOptions, TranslatorLike


class TermMode(StrEnum):
    """Which terms the service is given."""

    NONE = "none"
    GLOSSARY = "glossary"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class TermRow:
    """One line of the table: a system, or a mode of the service, on one material."""

    material: str
    system: str
    success: Success | None
    """`None` where the material has none of the terms."""
    consistency: float | None = None
    bleu: float | None = None
    chrf: float | None = None
    hits: Hits | None = None
    false_hits: int | None = None
    """Hits, of all terms of the material as one glossary, in segments that do not ask for the term
    and whose reference does not say it."""
    seconds_per_segment: float | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What a material is translated with."""

    translator: TranslatorLike
    glossaries: tuple[str, ...]
    options: TranslateOptions


def rows(material: Material, modes: Sequence[TermMode], bench: Bench) -> Iterator[TermRow]:
    """The stored outputs of other systems, then the service in each mode.

    Raises what `Translator.translate` raises, `ScoringError` where there is a reference and
    sacreBLEU is not installed.
    """
    for name, outputs in material.systems:
        scores = quality(outputs, material.reference)
        told = term_scores.success(material.source, outputs, material.terms or ())
        yield TermRow(material.name, name, told, bleu=scores.bleu, chrf=scores.chrf)
    for mode in modes:
        yield _row(material, mode, bench)


@dataclass(frozen=True, slots=True)
class _Run:
    documents: Sequence[DocumentResult]
    terms: Sequence[AskedTerm]
    """`segment` counts the segments of all documents."""
    seconds: float

    @property
    def segments(self) -> list[SegmentResult]:
        return [placed.result for one in self.documents for placed in one.segments]


def _row(material: Material, mode: TermMode, bench: Bench) -> TermRow:
    if material.terms is None:
        run = _by_glossary(material, mode, bench)
    else:
        run = _by_terms(material, material.terms, mode, bench)
    segments, asked = run.segments, run.terms
    outputs = [" ".join(document.text.split()) for document in run.documents]
    scores = quality(outputs, material.reference) if material.reference else None
    return TermRow(
        material.name,
        f"mtservice {mode}",
        term_scores.success(
            [one.segment.text for one in segments], [one.text for one in segments], asked
        ),
        term_scores.consistency(segments, asked),
        scores.bleu if scores else None,
        scores.chrf if scores else None,
        term_scores.hits(segments),
        _false_hits(material) if mode is TermMode.GLOSSARY else None,
        run.seconds / len(segments),
    )


def _by_terms(material: Material, terms: Sequence[AskedTerm], mode: TermMode, bench: Bench) -> _Run:
    """Each sentence with terms of its own."""
    asked = shuffled(terms) if mode is TermMode.RANDOM else terms
    given = () if mode is TermMode.NONE else asked
    began = time.perf_counter()
    documents = translate(material.source, given, bench.translator, bench.options)
    seconds = time.perf_counter() - began
    return _Run(documents, list(_per_segment(documents, asked)), seconds)


def _per_segment(
    documents: Sequence[DocumentResult], terms: Sequence[AskedTerm]
) -> Iterator[AskedTerm]:
    """The terms of whole sentences, each moved to the segment that holds it."""
    first, asked = 0, by_segment(terms)
    for index, document in enumerate(documents):
        texts = [placed.result.segment.text for placed in document.segments]
        for term in asked.get(index, ()):
            holding = (i for i, text in enumerate(texts) if term.source in text)
            yield replace(term, segment=first + next(holding, 0))
        first += len(texts)


def _by_glossary(material: Material, mode: TermMode, bench: Bench) -> _Run:
    """Whole documents with one glossary; its hits are the terms that are asked for."""
    names = () if mode is TermMode.NONE else bench.glossaries
    entries: tuple[Entry, ...] = ()
    if mode is TermMode.RANDOM:
        names, entries = (), _senseless(_found(material, bench))
    result = bench.translator.translate(
        material.documents, glossaries=names, terms=entries, options=bench.options
    )
    run = _Run(result.documents, (), result.seconds)
    asked_of = () if mode is TermMode.RANDOM else bench.glossaries
    return replace(run, terms=list(_hits_as_terms(run.segments, asked_of, entries, bench)))


def _found(material: Material, bench: Bench) -> Iterator[TermMatch]:
    for document in material.documents:
        for block in document.blocks:
            yield from bench.translator.matches(block.text, glossaries=bench.glossaries)


def _senseless(matches: Iterable[TermMatch], seed: int = 7) -> tuple[Entry, ...]:
    """The entries of the matches, each with the rendering of another of its type."""
    used = {match.entry.id: match.entry for match in matches}
    choose = random.Random(seed)  # noqa: S311 - a control, not a secret
    return tuple(
        Entry(entry.id, entry.source, (Target(name),), entry.type, entry.variants, case=entry.case)
        for entry in used.values()
        for name in (_of_another(entry, list(used.values()), choose),)
    )


def _of_another(entry: Entry, entries: Sequence[Entry], choose: random.Random) -> str:
    others = {one.preferred for one in entries if one.type is entry.type} - set(entry.accepted)
    return choose.choice(sorted(others) or [f"{entry.preferred} II"])


def _hits_as_terms(
    segments: Sequence[SegmentResult],
    names: Sequence[str],
    entries: Sequence[Entry],
    bench: Bench,
) -> Iterator[AskedTerm]:
    """Each term of a segment once: a name that comes back may be a pronoun."""
    for index, item in enumerate(segments):
        found = bench.translator.matches(item.segment.text, glossaries=names, terms=entries)
        once = {(match.entry.id, match.renderings): match for match in found}
        for match in once.values():
            yield AskedTerm(index, match.text, match.preferred, match.renderings[1:])


def _false_hits(material: Material) -> int | None:
    """Matches of the joint glossary that nobody asked for; `None` without terms or reference."""
    if material.terms is None or not material.reference:
        return None
    joint: dict[str, dict[str, None]] = {}
    for term in material.terms:
        joint.setdefault(term.source, {})[term.target] = None
    matcher = Matcher([Glossary("all", tuple(_joint_entry(*item) for item in joint.items()))])
    asked = by_segment(material.terms)
    return sum(
        not any(match.text in term.source for term in asked.get(i, ()))
        and not any(mention(form).search(material.reference[i]) for form in match.renderings)
        for i, text in enumerate(material.source)
        for match in matcher.find(text)
    )


def _joint_entry(source: str, renderings: Iterable[str]) -> Entry:
    wanted, *others = renderings
    admitted = (Target(other, TargetStatus.ADMITTED) for other in others)
    return Entry(source, source, tuple(chain([Target(wanted)], admitted)))
