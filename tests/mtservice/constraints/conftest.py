"""An engine that says what the test tells it to, and a way to make plans."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from glossary.model import Entry, EntryType, MatchKind, Target, TermMatch
from mtservice.constraints.plan import Plan, make_plan
from mtservice.engine.base import Draft, EngineInfo, EngineOptions, EngineRequest, TermMarks
from mtservice.model import Span

Rows = Callable[[str, str], list[list[float]]]


@dataclass
class TableEngine:
    """Looks inputs up in a table, and remembers what it was asked."""

    table: dict[str, str] = field(default_factory=dict)
    info: EngineInfo = field(default_factory=lambda: EngineInfo("table", "0"))
    looks: dict[str, str] = field(default_factory=dict)
    """Target word → the source text that it looks at."""
    calls: list[list[EngineRequest]] = field(default_factory=list)
    options: list[EngineOptions] = field(default_factory=list)
    scored: list[list[tuple[str, str]]] = field(default_factory=list)

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        self.calls.append(list(requests))
        self.options.append(options)
        return [(self._draft(request),) for request in requests]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.scored.append(list(pairs))
        return [-len(target) / 100 for _, target in pairs]

    def count_tokens(self, text: str) -> int:
        return len(text)

    def _draft(self, request: EngineRequest) -> Draft:
        key = f"{request.text}|{request.prefix}" if request.prefix else request.text
        text = self.table.get(key, f"{request.prefix} and so on.".strip())
        words = tuple(Span(*hit.span()) for hit in re.finditer(r"\S+", text))
        columns = tuple(Span(i, i + 1) for i in range(len(request.text)))
        weights = np.zeros((len(words), len(columns)), dtype=np.float32)
        for row, word in enumerate(words):
            source = self.looks.get(word.of(text).strip(".,"), "")
            at = request.text.find(source) if source else -1
            if at >= 0:
                weights[row, at : at + len(source)] = 1 / len(source)
        return Draft(text, -0.5, words, columns, weights)


MARKS = TermMarks("⟦", "⟶", "⟧")


def _match(start: int, end: int, entry: Entry) -> TermMatch:
    return TermMatch(start, end, entry.source, MatchKind.EXACT, entry, "g", entry.accepted)


def _plan(text: str, *terms: tuple[str, str], every: bool = False, **fields: object) -> Plan:
    matches: list[TermMatch] = []
    for source, target in terms:
        kind = EntryType(str(fields.get("type", "term")))
        entry = Entry(source, source, (Target(target),), kind)
        matches += [_match(*hit.span(), entry) for hit in re.finditer(re.escape(source), text)]
    return make_plan(text, matches, every_mention=every)


@pytest.fixture
def plan_of() -> Callable[..., Plan]:
    """`plan_of(text, (source, target), …, every=False, type="person")`."""
    return _plan


@pytest.fixture
def table_engine() -> type[TableEngine]:
    """The class of the scripted engine."""
    return TableEngine


@pytest.fixture
def marks() -> TermMarks:
    """The marks of an annotating model."""
    return MARKS
