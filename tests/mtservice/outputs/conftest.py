"""Results to write out, built from short descriptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from glossary.model import Entry, MatchKind, Target, TermMatch
from mtservice.model import (
    Alignment,
    Block,
    Document,
    DocumentResult,
    Flag,
    GlossaryInfo,
    Link,
    Outcome,
    PlacedSegment,
    Segment,
    SegmentResult,
    Span,
    TermOutcome,
    TranslationResult,
)


@dataclass
class Row:
    """A segment: hits are (term, rendering, outcome, reason); flags (name, message, source)."""

    source: str
    target: str
    hits: Sequence[tuple[str, str, str, str]] = ()
    flags: Sequence[tuple[str, str, str]] = ()
    score: float | None = -0.31
    links: Sequence[tuple[str, str]] = field(default=())


def place(part: str, text: str) -> Span | None:
    start = text.find(part)
    return Span(start, start + len(part)) if part and start >= 0 else None


def make_hit(row: Row, term: str, rendering: str, outcome: str, reason: str) -> TermOutcome:
    source = place(term, row.source)
    assert source is not None
    entry = Entry(f"entry-{term}", term, (Target(rendering),))
    match = TermMatch(
        source.start, source.end, term, MatchKind.EXACT, entry, "eastern-europe", (rendering,)
    )
    failed = outcome == "failed"
    target = None if failed else place(rendering, row.target)
    by = {"kept": "model", "repaired": "prefix", "failed": "substitution"}[outcome]
    return TermOutcome(match, source, target, Outcome(outcome), by, reason)


def make_segment(row: Row) -> SegmentResult:
    flags = tuple(
        Flag(name, message, place(source, row.source)) for name, message, source in row.flags
    )
    links = [
        Link(place(left, row.source) or Span(0, 0), place(right, row.target) or Span(0, 0), 0.75)
        for left, right in row.links
    ]
    return SegmentResult(
        Segment(0, Span(0, len(row.source)), row.source, "\n", "full-stop"),
        row.target,
        tuple(make_hit(row, *hit) for hit in row.hits),
        Alignment(tuple(links), exact=True),
        row.score,
        flags,
    )


def make_document(name: str, rows: Sequence[Row]) -> DocumentResult:
    source = "".join(row.source + "\n" for row in rows)
    target = "".join(row.target + "\n" for row in rows)
    placed, left, right = [], 0, 0
    for number, row in enumerate(rows):
        here = Span(left, left + len(row.source)), Span(right, right + len(row.target))
        placed.append(PlacedSegment(number, make_segment(row), *here))
        left, right = here[0].end + 1, here[1].end + 1
    block = Block(0, "paragraph", source, Span(0, len(source)))
    return DocumentResult(Document(name, "text", source, (block,)), target, tuple(placed))


@pytest.fixture(scope="session")
def build() -> Callable[..., TranslationResult]:
    """`build(rows, …)` → a result with a document for each list of rows."""

    def result(*documents: Sequence[Row]) -> TranslationResult:
        return TranslationResult(
            tuple(make_document(f"text-{n}.txt", rows) for n, rows in enumerate(documents)),
            model="translate-ja_en-1_0",
            glossaries=(GlossaryInfo("eastern-europe", "5f3a9c", 3),),
            signature="mtservice:0.1.0|model:translate-ja_en-1_0@abc|glossary:eastern-europe@5f3a9c",
            seconds=1.25,
        )

    return result


@pytest.fixture(scope="session")
def row() -> type[Row]:
    """The class of a row, for tests that build their own."""
    return Row


@pytest.fixture(scope="session")
def sample(build: Callable[..., TranslationResult]) -> TranslationResult:
    """One document with a hit of each outcome, a flag, and text that must be escaped."""
    return build(
        [
            Row(
                "ルカシェンコ大統領は月曜日、ミンスクで会見した。",
                "President Lukashenko gave a news conference in Minsk on Monday.",
                [
                    ("ルカシェンコ大統領", "President Lukashenko", "kept", ""),
                    ("ミンスク", "Minsk", "repaired", ""),
                ],
                links=[("月曜日", "Monday")],
            ),
            Row(
                "国民議会は5億ドルの予算案を<可決>した。",
                "Parliament <passed> a $50 million budget & more.",
                [("国民議会", "National Assembly", "failed", "no aligned place in the target")],
                [("number", "5億 (500,000,000) is not said in the English", "5億")],
            ),
            Row("会見は一時間で終わった。", "The news conference ended after an hour.", score=None),
        ]
    )


@pytest.fixture(scope="session")
def golden(root: Path) -> Path:
    """Where the expected outputs of `sample` lie, whole, for a person to read."""
    return root / "tests" / "golden" / "outputs"
