"""Every block of `enforcement*.txt`: what the model says, and what must come out.

A block is a title, then lines of input, then lines that are expected, each part ended by a line
with a single full stop. Input lines:

    source: the Japanese segment
    term: ソース => wanted | admitted | -forbidden | ~deprecated ; type=person ; case=sentence ; …
    composed: ルカシェンコ+大統領 => President Lukashenko
    draft: what the model says first; [words<ソース] marks words that look at that source text
    n-best: a further hypothesis         again: what it says when decoded another way
    after: PREFIX => how it goes on      rungs: the rungs that are allowed
    every-mention: yes                   strategy: annotate
    plain: what it says of the plain source, where that is not its first input
    likes: a text that the model finds likely

Lines that are expected: `text:`, one `hit:` for each term, one `flag:` for each flag. Run this
file as a program to print what comes out now, for review.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from glossary.model import CaseRule, Entry, EntryType, MatchKind, MatchPart, Target, TermMatch
from glossary.model import TargetStatus as Status
from mtservice.constraints.enforce import Enforced, EnforceOptions, Enforcer
from mtservice.constraints.plan import Plan, make_plan
from mtservice.engine.base import Draft, EngineInfo, EngineOptions, EngineRequest, TermMarks
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

GOLDEN = sorted(Path(__file__).parent.glob("enforcement*.txt"))
_MARKED = re.compile(r"\[([^<\]]*)<([^\]]*)\]|([^\[]+)")
_STATUS = {"-": Status.FORBIDDEN, "~": Status.DEPRECATED}


@dataclass(frozen=True)
class Block:
    line: int
    title: str
    given: tuple[tuple[str, str], ...]
    expected: tuple[str, ...]

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.given if name == key]

    def one(self, key: str, default: str = "") -> str:
        return next(iter(self.all(key)), default)


@dataclass
class ScriptedEngine:
    """Says what a block tells it to; likes best what is closest to its first draft."""

    block: Block
    info: EngineInfo = field(init=False)

    def __post_init__(self) -> None:
        marks = TermMarks("⟦", "⟶", "⟧")
        self.info = EngineInfo("scripted", "0", self.block.one("strategy", "plain"), marks, True)

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        return [self._answer(request, options) for request in requests]

    def _answer(self, request: EngineRequest, options: EngineOptions) -> tuple[Draft, ...]:
        if request.prefix:
            after = [value.split(" => ") for value in self.block.all("after")]
            rest = next((b for a, b in after if a.strip() == request.prefix), "")
            return (self._draft(f"{request.prefix} {rest}".rstrip(), request),)
        lines = self.block.all("draft")
        if options.no_repeat_ngram_size:
            lines = self.block.all("again") or lines
        if request.text == self.block.one("source") and self.info.strategy != "plain":
            lines = self.block.all("plain") or lines
        if options.hypotheses > 1:
            lines = lines + self.block.all("n-best")
        return tuple(self._draft(line, request) for line in lines)

    def _draft(self, line: str, request: EngineRequest) -> Draft:
        text, spans, sources = "", [], []
        for marked, source, plain in (hit.groups() for hit in _MARKED.finditer(line)):
            for word in re.finditer(r"\S+", marked or plain):
                start = len(text) + word.start()
                spans.append(Span(start, start + len(word.group())))
                sources.append(source or "")
            text += marked or plain
        columns = tuple(Span(i, i + 1) for i in range(len(request.text)))
        weights = np.zeros((len(spans), len(columns)), dtype=np.float32)
        for row, source in enumerate(sources):
            at = request.text.find(source) if source else -1
            if at >= 0:
                weights[row, at : at + len(source)] = 1 / len(source)
        return Draft(text, -1.0, tuple(spans), columns, weights)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        draft = _MARKED.sub(lambda hit: hit[1] or hit[3] or "", self.block.one("draft")).split()
        liked = self.block.all("likes")
        return [
            -0.5 if target in liked else -1.0 - 0.3 * _distance(draft, target.split())
            for _, target in pairs
        ]

    def count_tokens(self, text: str) -> int:
        return len(text)


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def read_blocks(path: Path) -> list[Block]:
    lines = path.read_text(encoding="utf-8").splitlines()
    blocks: list[Block] = []
    parts: list[list[str]] = [[]]
    first = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith("#") or (not line and parts == [[]]):
            continue
        first = first or number
        if line != ".":
            parts[-1].append(line)
            continue
        parts.append([])
        if len(parts) == 4:
            title, given, expected, _ = parts
            pairs = tuple((a, b.strip()) for a, _, b in (item.partition(":") for item in given))
            blocks.append(Block(first, " ".join(title), pairs, tuple(expected)))
            parts, first = [[]], 0
    assert parts == [[]], f"the last block of {path.name} is not ended"
    return blocks


def _entry(line: str) -> Entry:
    head, *settings = [part.strip() for part in line.split(";")]
    source, _, right = (part.strip() for part in head.partition("=>"))
    options = dict(item.split("=") for item in settings)
    targets = []
    for number, text in enumerate(part.strip() for part in right.split("|") if part.strip()):
        ordinary = Status.ADMITTED if number else Status.PREFERRED
        status = _STATUS.get(text[0], ordinary)
        targets.append(Target(text.lstrip("-~"), status))
    return Entry(
        source,
        source,
        tuple(targets),
        EntryType(options.get("type", "term")),
        do_not_translate=not targets,
        case=CaseRule(options.get("case", "exact")),
        inflect=options.get("inflect", "yes") == "yes",
        adjective=options.get("adjective", ""),
    )


def _matches(block: Block) -> list[TermMatch]:
    text = block.one("source")
    entries = {entry.source: entry for entry in map(_entry, block.all("term"))}
    composed = dict(line.split(" => ") for line in block.all("composed"))
    keys = [*(key.strip() for key in composed), *entries]
    taken: list[Span] = []
    found: list[TermMatch] = []
    for key in sorted(keys, key=lambda key: -len(key)):
        source = key.replace("+", "")
        for hit in re.finditer(re.escape(source), text):
            span = Span(*hit.span())
            if any(span.overlaps(other) for other in taken):
                continue
            taken.append(span)
            found.append(_match(span, key, entries, composed.get(key, "")))
    return found


def _match(span: Span, key: str, entries: dict[str, Entry], rendering: str) -> TermMatch:
    parts = []
    for name in key.split("+") if "+" in key else []:
        start = span.start + key.replace("+", "").index(name)
        parts.append(MatchPart(entries[name], start, start + len(name)))
    entry = parts[0].entry if parts else entries[key]
    return TermMatch(
        span.start,
        span.end,
        key.replace("+", ""),
        MatchKind.COMPOSED if parts else MatchKind.EXACT,
        entry,
        "golden",
        tuple(rendering.split(" | ")) if rendering else entry.accepted,
        entry.forbidden,
        parts=tuple(parts),
    )


def _enforce(block: Block) -> tuple[Plan, Enforced]:
    every = block.one("every-mention") == "yes"
    plan = make_plan(block.one("source"), _matches(block), every_mention=every)
    rungs = block.one("rungs")
    options = EnforceOptions(repair=rungs != "none")
    if rungs and rungs != "none":
        options = EnforceOptions(rungs=tuple(part.strip() for part in rungs.split(",")))
    (result,) = Enforcer(ScriptedEngine(block)).run([plan], options)
    return plan, result


def _outcome(block: Block) -> tuple[str, ...]:
    _, result = _enforce(block)
    lines = [f"text: {result.text}"]
    for hit in result.hits:
        place = hit.target.of(result.text) if hit.target else "–"
        lines.append(f"hit: {hit.match.text} | {hit.outcome} by {hit.by} | {place}")
    return (*lines, *(f"flag: {flag.name}" for flag in result.flags))


BLOCKS = [block for path in GOLDEN for block in read_blocks(path)]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.line} {block.title}")
def test_golden(block: Block) -> None:
    assert _outcome(block) == block.expected


def test_enough_cases_and_distinct_titles() -> None:
    titles = [block.title for block in BLOCKS]
    assert len(titles) >= 150
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.line} {block.title}")
def test_every_hit_proves_itself(block: Block) -> None:
    plan, result = _enforce(block)
    assert [hit.source for hit in result.hits] == [r.source for r in plan.requirements]
    linked = {(link.source, link.target) for link in result.alignment.links}
    for hit in result.hits:
        assert hit.source.of(plan.text) == hit.match.text
        assert (hit.source, hit.target) in linked or hit.target is None


if __name__ == "__main__":
    for item in BLOCKS:
        given = "\n".join(f"{key}: {value}" for key, value in item.given)
        sys.stdout.write("\n".join([item.title, ".", given, ".", *_outcome(item), ".", "", ""]))
