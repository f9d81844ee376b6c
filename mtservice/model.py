"""The values that pass through the pipeline, all frozen.

Offsets are code points, half-open. Three texts are pointed into:

- a *document text*: the decoded input, markup included (`Document.text`), and the rendered output;
- a *block text*: what a reader takes out of the document to be translated, markup removed;
- a *segment text*: one sentence of a block. Hits, links and outcomes point into segment texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.model import TermMatch


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of `text` that the span points to."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup taken out of a block's text, to be put back around or between the English words."""

    start: int
    end: int
    """Range in the block text that it encloses; equal for a mark that stands alone."""
    open: str
    close: str = ""
    soft: bool = False
    """A line wrap: it belongs to the source lines and is dropped once the words change."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is translated as running text."""

    id: int
    kind: str
    """`paragraph`, `heading`, `item`, `cell`, `caption`, `note` …"""
    text: str
    span: Span
    """The range of the document text that the block stands for, its marks included."""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded document: its text, and the blocks of it to translate, in order, disjoint.

    Whatever lies between the blocks is markup and comes out untouched.
    """

    name: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence (or a part of an over-long one) of a block."""

    block: int
    span: Span
    """Range in the block text."""
    text: str
    separator: str
    """What stands in the block between this segment and the next one, or the block's end."""
    rule: str
    """Name of the rule that ended the segment."""


@dataclass(frozen=True, slots=True)
class Link:
    """One source span and the target span that it was translated by."""

    source: Span
    target: Span
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Links between a segment's source and target.

    `exact` when a trained head (or an identity engine) made them, else approximate.
    """

    links: tuple[Link, ...] = ()
    exact: bool = False


class Outcome(StrEnum):
    """What became of a required term."""

    KEPT = "kept"
    REPAIRED = "repaired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """One glossary hit: its place in the source, its place in the target, and how it was met."""

    match: TermMatch
    source: Span
    target: Span | None
    """Place in the target text; `None` when the term failed, or was said by another mention."""
    outcome: Outcome
    by: str
    """The rung that met it: `model`, `annotate`, `n-best`, `prefix`, `substitution`, `mention` …"""
    reason: str = ""
    """Why it failed, or what the other mention is; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a segment that a reader should look at."""

    name: str
    """`leftover`, `loop`, `empty`, `number`, `length`, `term`, `doubled`, `stray` …"""
    message: str
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """A segment and what came of it."""

    segment: Segment
    text: str
    hits: tuple[TermOutcome, ...] = ()
    alignment: Alignment = field(default_factory=Alignment)
    score: float | None = None
    """Mean log-probability per token of the translation, given the source as the model read it (its
    terms annotated); given the plain source where the draft was edited."""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedSegment:
    """A segment result with its place in the source document and in the translated one."""

    id: int
    result: SegmentResult
    source: Span
    """Range in the document text; markup inside the sentence counts."""
    target: Span
    """Range in the translated document text."""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A translated document: its text and its segments in order."""

    document: Document
    text: str
    segments: tuple[PlacedSegment, ...]


@dataclass(frozen=True, slots=True)
class GlossaryInfo:
    """Which glossary took part, and in which state."""

    name: str
    version: str
    entries: int


@dataclass(frozen=True, slots=True)
class TranslationResult:
    """What one call of the translator gives: as many documents as went in, in order."""

    documents: tuple[DocumentResult, ...]
    model: str
    glossaries: tuple[GlossaryInfo, ...]
    signature: str
    seconds: float = 0.0
