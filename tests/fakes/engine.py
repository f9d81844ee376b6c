"""Engines without a model, each with one exactly known behaviour.

All of them implement `mtservice.engine.base.Engine` and pass the contract in
`tests/contract/engine_contract.py`, but for what they exist to break.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mtservice.engine.base import (
    Draft,
    Engine,
    EngineInfo,
    EngineOptions,
    EngineRequest,
    TermMarks,
)
from mtservice.errors import EngineError
from mtservice.model import Span

MARKS = TermMarks("⟦", "→", "⟧")


def make_info(name: str, strategy: str = "plain", **values: object) -> EngineInfo:
    """An `EngineInfo` for a fake."""
    marks = MARKS if strategy == "annotate" else None
    info = EngineInfo(name=name, hash="0" * 64, strategy=strategy, marks=marks, aligned=True)
    return replace(info, **values)  # type: ignore[arg-type]


class IdentityEngine:
    """Says the source again, character by character; each one looks at itself alone."""

    def __init__(self, **values: object) -> None:
        self._info = make_info("identity", **values)  # type: ignore[arg-type]

    @property
    def info(self) -> EngineInfo:
        return self._info

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        return [(self._draft(request, options),) for request in requests]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [0.0 if source == target else -1.0 for source, target in pairs]

    def count_tokens(self, text: str) -> int:
        return len(text)

    def _draft(self, request: EngineRequest, options: EngineOptions) -> Draft:
        """The source, or what is left of it after as many characters as the prefix has."""
        source = request.text[: self._info.max_input_tokens]
        text = request.prefix + source[len(request.prefix) :]
        attention = np.eye(len(text), len(source), dtype=np.float32)
        return Draft(
            text=text,
            score=0.0,
            target_spans=_characters(text),
            source_spans=_characters(source),
            attention=attention if options.attention else None,
            truncated=len(source) < len(request.text),
        )


def _characters(text: str) -> tuple[Span, ...]:
    return tuple(Span(place, place + 1) for place in range(len(text)))


@dataclass(frozen=True)
class _Word:
    """A stretch of the source and what is said for it."""

    source: Span
    target: str


class DictionaryEngine:
    """Translates word by word: the longest entry of the table, then what stands in Latin letters.

    Anything else in Japanese is said by `unknown`, or left out where that is empty. Term
    annotations are obeyed under the strategy `annotate`, unless the term is in `deaf`. A forced
    prefix stands for as many words as it has.
    """

    def __init__(
        self,
        table: Mapping[str, str],
        *,
        strategy: str = "plain",
        unknown: str = "",
        deaf: frozenset[str] = frozenset(),
        **values: object,
    ) -> None:
        self._info = make_info("dictionary", strategy, **values)
        self._table = dict(table)
        self._unknown = unknown
        self._deaf = deaf
        self._pattern = _pattern(self._table, self._info.marks)

    @property
    def info(self) -> EngineInfo:
        return self._info

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        return [(self._draft(request, options),) for request in requests]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Minus the share of the plain translation's words that the target lacks."""
        return [self._score(source, target) for source, target in pairs]

    def count_tokens(self, text: str) -> int:
        return len(self._words(text))

    def _words(self, text: str) -> list[_Word]:
        return [
            _Word(Span(*hit.span()), self._say(hit.groupdict()))
            for hit in self._pattern.finditer(text)
        ]

    def _say(self, groups: Mapping[str, str | None]) -> str:
        term = groups.get("term")
        if term is not None:
            plain = self._table.get(term, self._unknown)
            return plain if term in self._deaf else groups["wanted"] or ""
        entry = groups.get("entry")
        if entry:
            return self._table[entry]
        return groups["latin"] or self._unknown

    def _score(self, source: str, target: str) -> float:
        wanted = " ".join(word.target for word in self._words(source)).split()
        missing = [word for word in wanted if word not in target.split()]
        return -len(missing) / max(1, len(wanted))

    def _draft(self, request: EngineRequest, options: EngineOptions) -> Draft:
        found = self._words(request.text)
        words = found[: self._info.max_input_tokens]
        said = [(index, part) for index, word in enumerate(words) for part in word.target.split()]
        forced = len(request.prefix.split())
        text, spans = _laid_out(request.prefix, [part for _, part in said[forced:]])
        looked = [index for index, _ in said[:forced]][: len(spans)]
        looked += [-1] * (forced - len(looked)) + [index for index, _ in said[forced:]]
        return Draft(
            text=text,
            score=self._score(request.text, text),
            target_spans=spans,
            source_spans=tuple(word.source for word in words),
            attention=_attention(looked, len(words)) if options.attention else None,
            truncated=len(found) > len(words),
        )


def _pattern(table: Mapping[str, str], marks: TermMarks | None) -> re.Pattern[str]:
    """An annotation, else an entry, else a run of Latin letters, else any one letter."""
    longest_first = sorted(table, key=lambda key: (-len(key), key))
    ways = [r"(?P<latin>[!-~]+(?: [!-~]+)*)", r"(?P<other>\S)"]
    if table:
        ways.insert(0, f"(?P<entry>{'|'.join(map(re.escape, longest_first))})")
    if marks:
        start, middle, end = map(re.escape, (marks.open, marks.middle, marks.close))
        ways.insert(0, f"{start}(?P<term>.*?){middle}(?P<wanted>.*?){end}")
    return re.compile("|".join(ways), re.DOTALL)


def _laid_out(prefix: str, rest: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """The prefix and the words after it, blanks between, and the place of each word."""
    blank = " " if prefix.strip() and rest and not prefix[-1].isspace() else ""
    text = prefix + blank + " ".join(rest)
    return text, tuple(Span(*hit.span()) for hit in re.finditer(r"\S+", text))


def _attention(looked: Sequence[int], columns: int) -> NDArray[np.float32]:
    weights = np.zeros((len(looked), columns), dtype=np.float32)
    for row, column in enumerate(looked):
        if column >= 0:
            weights[row, column] = 1.0
    return weights


@dataclass
class FailingEngine:
    """Works like `inner` for `after` calls, then fails at each."""

    inner: Engine = field(default_factory=IdentityEngine)
    after: int = 0
    message: str = "the model failed to translate: out of memory"
    calls: int = 0

    @property
    def info(self) -> EngineInfo:
        return self.inner.info

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        self._count()
        return self.inner.translate(requests, options)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self._count()
        return self.inner.score(pairs)

    def count_tokens(self, text: str) -> int:
        return self.inner.count_tokens(text)

    def _count(self) -> None:
        self.calls += 1
        if self.calls > self.after:
            raise EngineError(self.message)


@dataclass
class DroppingEngine:
    """Leaves the given strings out of what `inner` says; a forced prefix it cannot change."""

    inner: Engine
    lost: Sequence[str]

    @property
    def info(self) -> EngineInfo:
        return self.inner.info

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        drafts = self.inner.translate(requests, options)
        return [
            tuple(self._without(draft, len(request.prefix)) for draft in row)
            for request, row in zip(requests, drafts, strict=True)
        ]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return self.inner.score(pairs)

    def count_tokens(self, text: str) -> int:
        return self.inner.count_tokens(text)

    def _without(self, draft: Draft, start: int) -> Draft:
        """The draft without the characters of the lost strings; spans moved, some now empty."""
        kept = [True] * len(draft.text)
        for lost in filter(None, self.lost):
            for hit in re.finditer(re.escape(lost) + " ?", draft.text):
                if hit.start() >= start:
                    kept[hit.start() : hit.end()] = [False] * (hit.end() - hit.start())
        places = [sum(kept[:index]) for index in range(len(kept) + 1)]
        return replace(
            draft,
            text="".join(letter for letter, keep in zip(draft.text, kept, strict=True) if keep),
            target_spans=tuple(
                Span(places[span.start], places[span.end]) for span in draft.target_spans
            ),
        )


class LoopingEngine:
    """Says one word over and over until the length limit, after the prefix."""

    def __init__(self, word: str = "the", **values: object) -> None:
        self._word = word
        self._info = make_info("looping", **values)  # type: ignore[arg-type]

    @property
    def info(self) -> EngineInfo:
        return self._info

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        return [(self._draft(request, options),) for request in requests]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [-0.1] * len(pairs)

    def count_tokens(self, text: str) -> int:
        return len(text)

    def _draft(self, request: EngineRequest, options: EngineOptions) -> Draft:
        if not request.text.strip():
            text, spans = _laid_out(request.prefix, [])
        else:
            rest = max(0, self._info.max_output_tokens - len(request.prefix.split()))
            text, spans = _laid_out(request.prefix, [self._word] * rest)
        source = request.text[: self._info.max_input_tokens]
        return Draft(
            text=text,
            score=-0.1,
            target_spans=spans,
            source_spans=_characters(source),
            attention=_attention([0 if source else -1] * len(spans), len(source))
            if options.attention
            else None,
            truncated=bool(request.text.strip()),
        )


@dataclass
class RecordingEngine:
    """Passes everything on to `inner` and keeps what it was asked."""

    inner: Engine = field(default_factory=IdentityEngine)
    batches: list[tuple[EngineRequest, ...]] = field(default_factory=list)

    @property
    def info(self) -> EngineInfo:
        return self.inner.info

    @property
    def texts(self) -> list[str]:
        """Every source text asked for, in order."""
        return [request.text for batch in self.batches for request in batch]

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        self.batches.append(tuple(requests))
        return self.inner.translate(requests, options)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return self.inner.score(pairs)

    def count_tokens(self, text: str) -> int:
        return self.inner.count_tokens(text)
