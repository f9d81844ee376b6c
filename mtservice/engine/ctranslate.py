"""CTranslate2 behind a narrow door: pieces in, pieces out. The only module that imports it.

Whatever it raises leaves here as an error of this package.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mtservice.errors import EngineError, PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from mtservice.engine.base import EngineOptions

BATCH_TOKENS = 2048
"""Most source tokens of one batch."""


@dataclass(frozen=True, slots=True, eq=False)
class Hypothesis:
    """What the decoder wrote: its pieces, forced prefix included."""

    pieces: tuple[str, ...]
    score: float
    """Mean log-probability per token after the prefix, end included, over all tokens."""
    attention: NDArray[np.float32] | None
    complete: bool
    """Whether the decoder ended the sentence by itself, before the length limit."""


class Decoder:
    """A loaded model.

    `inter_threads` batches are decoded at once, each on `intra_threads` cores. Safe to share
    between threads. Raises `PackageError` when CTranslate2 cannot load the folder.
    """

    def __init__(self, model: Path, *, inter_threads: int, intra_threads: int) -> None:
        import ctranslate2

        try:
            self._translator = ctranslate2.Translator(
                str(model),
                device="cpu",
                inter_threads=inter_threads,
                intra_threads=intra_threads,
            )
        except (RuntimeError, ValueError) as error:
            raise PackageError(
                f"{model} does not load as a CTranslate2 model ({error}); "
                "fetch or install the package again"
            ) from error

    def decode(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        options: EngineOptions,
        *,
        max_length: int,
    ) -> list[list[Hypothesis]]:
        """The hypotheses for each source, best first; decoding goes on from its prefix.

        `max_length` counts the prefix too. Raises `EngineError`.
        """
        settings = {
            "beam_size": max(options.beam_size, options.hypotheses),
            "num_hypotheses": options.hypotheses,
            "length_penalty": options.length_penalty,
            "repetition_penalty": options.repetition_penalty,
            "no_repeat_ngram_size": options.no_repeat_ngram_size,
            "max_input_length": 0,
            "max_decoding_length": max_length,
            "return_scores": True,
            "return_attention": options.attention,
            "asynchronous": True,
        }
        with _seam("translate"):
            results = _gathered(
                _batches(sources, prefixes),
                lambda batch: self._translator.translate_batch(
                    [list(sources[index]) for index in batch],
                    target_prefix=[list(prefixes[index]) or None for index in batch],
                    **settings,
                ),
            )
        penalty = options.length_penalty
        return [_hypotheses(result, max_length, penalty) for result in results]

    def score(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> list[float]:
        """The mean log-probability of each target given its source, end included.

        Raises `EngineError`.
        """
        with _seam("score"):
            results = _gathered(
                _batches(sources, targets),
                lambda batch: self._translator.score_batch(
                    [list(sources[index]) for index in batch],
                    [list(targets[index]) for index in batch],
                    max_input_length=0,
                    asynchronous=True,
                ),
            )
        return [float(np.mean(result.log_probs)) for result in results]


def _batches(
    sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
) -> list[tuple[int, ...]]:
    """Indices of what is decoded together: only sentences of equal length, the longest first.

    In a batch of unequal lengths the shorter ones are padded, and with 8-bit weights the padding
    changes their last digits, now and then a word. Without it a sentence comes out the same in
    whatever company it is decoded. It costs no time: padding would be decoded too.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for index, (source, target) in enumerate(zip(sources, targets, strict=True)):
        groups.setdefault((len(source), len(target)), []).append(index)
    return [
        tuple(group[start : start + size])
        for lengths, group in sorted(groups.items(), reverse=True)
        for size in [max(1, BATCH_TOKENS // sum(lengths))]
        for start in range(0, len(group), size)
    ]


def _gathered(
    batches: Sequence[Sequence[int]], submit: Callable[[Sequence[int]], Any]
) -> list[Any]:
    """Submit every batch, then wait for all; the results in the order of the indices."""
    pending = [(batch, submit(batch)) for batch in batches]
    found = {
        index: handle.result()
        for batch, handles in pending
        for index, handle in zip(batch, handles, strict=True)
    }
    return [found[index] for index in sorted(found)]


@contextmanager
def _seam(verb: str) -> Iterator[None]:
    """Turn what CTranslate2 raises into an `EngineError`."""
    try:
        yield
    except (RuntimeError, ValueError, MemoryError) as error:
        raise EngineError(f"the model failed to {verb}: {error}") from error


def _hypotheses(result: Any, max_length: int, length_penalty: float) -> list[Hypothesis]:
    attentions = result.attention or [None] * len(result.hypotheses)
    return [
        _hypothesis(pieces, score, attention, max_length, length_penalty)
        for pieces, score, attention in zip(
            result.hypotheses, result.scores, attentions, strict=True
        )
    ]


def _hypothesis(
    pieces: Sequence[str],
    score: float,
    attention: Any,
    max_length: int,
    length_penalty: float,
) -> Hypothesis:
    complete = len(pieces) < max_length
    # CTranslate2 divides the sum of log-probabilities by length ** penalty, the end counted.
    length = len(pieces) + complete
    return Hypothesis(
        tuple(pieces),
        float(score) * length ** (length_penalty - 1),
        None if attention is None else np.asarray(attention, dtype=np.float32),
        complete,
    )


def default_threads(cores: int) -> tuple[int, int]:
    """`inter_threads` and `intra_threads` for so many cores.

    One core to a batch: measured on two cores with a small model, two batches at once on one core
    each decode nearly three times as many tokens a second as one batch on both.
    """
    return max(1, cores), 1
