"""Scores of outputs against a set: translation quality by sacreBLEU, terms met, numbers right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.numbers import check_numbers
from mtservice.errors import MTServiceError
from mtservice.evaluation.terms import met

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.evaluation.sets import AskedTerm, EvalSet


class ScoringError(MTServiceError):
    """The scores cannot be computed in this environment."""

    code = "scoring"


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one output of a set; shares are between 0 and 1."""

    bleu: float
    chrf: float
    signatures: tuple[str, str]
    terms_met: int
    terms_asked: int
    numbers_right: float
    """Share of segments whose numbers and dates agree with the Japanese."""


@dataclass(frozen=True, slots=True)
class Quality:
    """sacreBLEU's scores of outputs against one reference."""

    bleu: float
    chrf: float
    signatures: tuple[str, str]
    """Of BLEU and of chrF2."""


def quality(outputs: Sequence[str], reference: Sequence[str]) -> Quality:
    """BLEU and chrF2 of parallel outputs; raises `ScoringError` where sacreBLEU is missing."""
    try:
        import sacrebleu
    except ImportError as error:
        raise ScoringError("sacreBLEU is missing; install mtservice[eval]") from error
    metrics = sacrebleu.BLEU(), sacrebleu.CHRF()
    bleu, chrf = (one.corpus_score(list(outputs), [list(reference)]).score for one in metrics)
    first, second = (str(one.get_signature()) for one in metrics)
    return Quality(bleu, chrf, (first, second))


def score(eval_set: EvalSet, outputs: Sequence[str], asked: Sequence[AskedTerm]) -> Scores:
    """The scores of `outputs`, parallel to the set, with `asked` the terms to be met.

    Raises `ScoringError` where sacreBLEU is not installed.
    """
    found = quality(outputs, eval_set.reference)
    right = sum(
        not check_numbers(source, output)
        for source, output in zip(eval_set.source, outputs, strict=True)
    )
    return Scores(
        bleu=found.bleu,
        chrf=found.chrf,
        signatures=found.signatures,
        terms_met=met(eval_set.source, outputs, asked),
        terms_asked=len(asked),
        numbers_right=right / len(outputs),
    )
