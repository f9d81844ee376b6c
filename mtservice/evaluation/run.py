"""An evaluation set through the whole service, in three ways.

`plain` gives no terms; `glossary` gives each segment its own; `random` gives each term the
rendering of another one, which no model can guess: what is met then is met because it was asked
for.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mtservice.documents import registry
from mtservice.evaluation.alignment import Agreement, agreement
from mtservice.evaluation.scores import Scores, score
from mtservice.evaluation.terms import groups, shuffled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.evaluation.sets import AskedTerm, EvalSet
    from mtservice.model import DocumentResult
    from mtservice.pipeline import TranslateOptions, TranslatorLike


class Mode(StrEnum):
    """What terms the service is given."""

    PLAIN = "plain"
    GLOSSARY = "glossary"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a system on a set."""

    set: str
    system: str
    scores: Scores
    outcomes: tuple[tuple[str, int], ...] = ()
    """Hits by outcome; empty for the stored output of another system."""
    spans_right: float | None = None
    """Share of the hits with a target span whose text is an accepted rendering."""
    alignment: Agreement | None = None
    """How the word alignment agrees with the places of names; for mode `plain`."""
    seconds: float | None = None


def stored(eval_set: EvalSet) -> Iterator[Row]:
    """The stored outputs of other systems, scored."""
    for name, outputs in eval_set.systems:
        yield Row(eval_set.name, name, score(eval_set, outputs, eval_set.terms))


def translated(
    eval_set: EvalSet, mode: Mode, translator: TranslatorLike, options: TranslateOptions
) -> Row:
    """The service's own translation, scored; in mode `random` against the random renderings."""
    terms = shuffled(eval_set.terms) if mode is Mode.RANDOM else eval_set.terms
    given = () if mode is Mode.PLAIN else terms
    began = time.perf_counter()
    results = translate(eval_set.source, given, translator, options)
    seconds = time.perf_counter() - began
    outputs = [" ".join(result.text.split()) for result in results]
    hits = [
        (hit, placed.result.text)
        for result in results
        for placed in result.segments
        for hit in placed.result.hits
    ]
    said = [(hit.match, hit.target.of(text)) for hit, text in hits if hit.target is not None]
    right = sum(_is_rendering(text, match.renderings) for match, text in said)
    return Row(
        eval_set.name,
        f"mtservice {mode}",
        score(eval_set, outputs, terms),
        tuple(sorted(Counter(str(hit.outcome) for hit, _ in hits).items())),
        right / len(said) if said else None,
        agreement(results, terms) if mode is Mode.PLAIN else None,
        seconds,
    )


def _is_rendering(said: str, accepted: Sequence[str]) -> bool:
    """Whether a target span is one of the renderings; an ending and a capital are no matter."""
    text = said.casefold()
    return any(text.startswith(one.casefold()) and len(text) <= len(one) + 3 for one in accepted)


def translate(
    source: Sequence[str],
    terms: Sequence[AskedTerm],
    translator: TranslatorLike,
    options: TranslateOptions,
) -> list[DocumentResult]:
    """The translation of each segment, as a document of its own, with its own terms kept."""
    results: dict[int, DocumentResult] = {}
    for group in groups(source, terms):
        documents = [registry.read(source[i], name=str(i), format="text") for i in group.segments]
        found = translator.translate(documents, glossaries=(), terms=group.entries, options=options)
        results |= zip(group.segments, found.documents, strict=True)
    return [results[i] for i in range(len(source))]
