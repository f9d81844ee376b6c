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


def score(eval_set: EvalSet, outputs: Sequence[str], asked: Sequence[AskedTerm]) -> Scores:
    """The scores of `outputs`, parallel to the set, with `asked` the terms to be met.

    Raises `ScoringError` where sacreBLEU is not installed.
    """
    try:
        import sacrebleu
    except ImportError as error:
        raise ScoringError("sacreBLEU is missing; install mtservice[eval]") from error
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    reference = [list(eval_set.reference)]
    found = [metric.corpus_score(list(outputs), reference).score for metric in (bleu, chrf)]
    right = sum(
        not check_numbers(source, output)
        for source, output in zip(eval_set.source, outputs, strict=True)
    )
    return Scores(
        bleu=found[0],
        chrf=found[1],
        signatures=(str(bleu.get_signature()), str(chrf.get_signature())),
        terms_met=met(outputs, asked),
        terms_asked=len(asked),
        numbers_right=right / len(outputs),
    )
