"""The engine over an Argos package: sentences in, drafts with exact places out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mtservice.engine.base import Draft
from mtservice.engine.ctranslate import Decoder, default_threads
from mtservice.engine.tokenizer import Tokens
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.engine.base import EngineInfo, EngineOptions, EngineRequest
    from mtservice.engine.ctranslate import Hypothesis
    from mtservice.engine.package import Package


@dataclass(frozen=True, slots=True)
class _Job:
    """A request in pieces."""

    source: Tokens
    prefix: Tokens
    clipped: bool
    """The source was longer than the model reads; `source` is its beginning."""


class ArgosEngine:
    """Implements `mtservice.engine.base.Engine`; see there for the contract.

    A thread count of 0 is chosen from the number of cores. Safe to share between threads. Raises
    `PackageError` when the model does not load.
    """

    def __init__(self, package: Package, *, inter_threads: int = 0, intra_threads: int = 0) -> None:
        inter, intra = default_threads(_cores())
        self._decoder = Decoder(
            package.model_dir,
            inter_threads=inter_threads or inter,
            intra_threads=intra_threads or intra,
        )
        self._tokenizer = package.tokenizer()
        self._start = (package.target_prefix,) if package.target_prefix else ()
        self._info = package.info()

    @property
    def info(self) -> EngineInfo:
        """Name, hash, strategy and limits, from the package."""
        return self._info

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        """Translate each request by itself, in large batches sorted by length.

        A source longer than the model reads is cut, and its drafts marked `truncated`. A request of
        nothing but white space gives its prefix back. Raises `EngineError`.
        """
        jobs = [self._job(request) for request in requests]
        decoded = iter(self._decode([job for job in jobs if job.source.pieces], options))
        return [next(decoded) if job.source.pieces else (_blank(job),) for job in jobs]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The mean log-probability per target token, end included; 0 for a blank source.

        Raises `EngineError`.
        """
        sources = [self._job_source(source)[0].pieces for source, _ in pairs]
        live = [index for index, pieces in enumerate(sources) if pieces]
        scores = self._decoder.score(
            [sources[index] for index in live],
            [(*self._start, *self._target(pairs[index][1])) for index in live],
        )
        found = dict(zip(live, scores, strict=True))
        return [found.get(index, 0.0) for index in range(len(pairs))]

    def count_tokens(self, text: str) -> int:
        """How many pieces the model reads `text` as, the end not counted."""
        return len(self._tokenizer.encode(text).pieces)

    def _target(self, text: str) -> tuple[str, ...]:
        return self._tokenizer.encode(text).pieces[: self._info.max_output_tokens]

    def _job_source(self, text: str) -> tuple[Tokens, bool]:
        tokens = self._tokenizer.encode(text)
        limit = self._info.max_input_tokens
        clipped = Tokens(text, tokens.pieces[:limit], tokens.spans[:limit])
        return clipped, len(tokens.pieces) > limit

    def _job(self, request: EngineRequest) -> _Job:
        source, clipped = self._job_source(request.text)
        return _Job(source, self._tokenizer.encode(request.prefix), clipped)

    def _decode(self, jobs: Sequence[_Job], options: EngineOptions) -> list[tuple[Draft, ...]]:
        if not jobs:
            return []
        hypotheses = self._decoder.decode(
            [job.source.pieces for job in jobs],
            [(*self._start, *job.prefix.pieces) for job in jobs],
            options,
            max_length=self._info.max_output_tokens + len(self._start),
        )
        scores = self._scores(jobs, hypotheses, options)
        return [
            tuple(map(self._draft, [job] * len(row), row, row_scores))
            for job, row, row_scores in zip(jobs, hypotheses, scores, strict=True)
        ]

    def _scores(
        self,
        jobs: Sequence[_Job],
        hypotheses: Sequence[Sequence[Hypothesis]],
        options: EngineOptions,
    ) -> list[list[float]]:
        """The score of each hypothesis, all over the same tokens and without penalties.

        The decoder leaves forced tokens out of its scores and lets penalties into them; where there
        are any, the finished hypotheses are scored anew.
        """
        scores = [[item.score for item in row] for row in hypotheses]
        anew = [
            (index, number)
            for index, job in enumerate(jobs)
            if job.prefix.pieces or self._start or options.repetition_penalty != 1
            for number in range(len(hypotheses[index]))
        ]
        found = self._decoder.score(
            [jobs[index].source.pieces for index, _ in anew],
            [hypotheses[index][number].pieces for index, number in anew],
        )
        for (index, number), score in zip(anew, found, strict=True):
            scores[index][number] = score
        return scores

    def _draft(self, job: _Job, hypothesis: Hypothesis, score: float) -> Draft:
        start = len(self._start)
        pieces = hypothesis.pieces[start:]
        forced = len(job.prefix.pieces)
        rest = self._tokenizer.decode(pieces[forced:], after=job.prefix.text)
        offset = len(job.prefix.text)
        spans = [Span(span.start + offset, span.end + offset) for span in rest.spans]
        attention = hypothesis.attention
        return Draft(
            text=job.prefix.text + rest.text,
            score=score,
            target_spans=(*job.prefix.spans[: len(pieces)], *spans),
            source_spans=job.source.spans,
            attention=None if attention is None else attention[start:],
            truncated=job.clipped or not hypothesis.complete,
        )


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _blank(job: _Job) -> Draft:
    """What a source of nothing gives: the prefix, and nothing looked at."""
    attention = np.zeros((len(job.prefix.pieces), 0), dtype=np.float32)
    return Draft(job.prefix.text, 0.0, job.prefix.spans, (), attention)
