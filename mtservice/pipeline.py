"""The ordered stages of a translation; the only module that knows the order.

::

    documents ─ segment ─ match ─ plan ─ enforce (engine, verify, repair) ─ check numbers ─ render
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from importlib.metadata import version as package_version
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from mtservice.constraints.enforce import RUNGS, EnforceOptions, Enforcer
from mtservice.constraints.first_mentions import FirstMentions
from mtservice.constraints.numbers import check_numbers
from mtservice.constraints.plan import make_plan
from mtservice.documents.registry import format_of
from mtservice.documents.render import render
from mtservice.model import DocumentResult, Segment, SegmentResult, TranslationResult
from mtservice.segmentation import segment
from mtservice.signature import Signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model import Entry, TermMatch
    from mtservice.constraints.enforce import Enforced
    from mtservice.constraints.plan import Plan
    from mtservice.engine.base import Engine, EngineInfo
    from mtservice.model import Document, Flag, GlossaryInfo
    from mtservice.shelf import Shelf, Stack


@dataclass(frozen=True, slots=True)
class TranslateOptions:
    """What a caller may choose for one translation; part of the signature."""

    beam_size: int = 4
    repair: bool = True
    """Whether a missed term is repaired, or only reported as failed."""
    every_mention: bool = False
    """Whether each occurrence of a term needs a mention of its own within its segment."""
    fuzzy: bool = False
    """Whether near misses of katakana names are applied; otherwise they are not matched."""
    numbers: bool = True
    """Whether numbers and dates are checked on both sides."""
    strategy: str = ""
    """How terms are given to the model: `annotate`, `code-switch` or `plain`; empty for the one
    that the model declares."""
    rungs: tuple[str, ...] = RUNGS
    """The rungs of the repair ladder that may be used; their order is fixed."""

    def __str__(self) -> str:
        """The options as they stand in a signature."""
        always = (
            f"beam:{self.beam_size}|repair:{self.repair:d}|every:{self.every_mention:d}"
            f"|fuzzy:{self.fuzzy:d}|numbers:{self.numbers:d}"
        )
        strategy = f"|strategy:{self.strategy}" if self.strategy else ""
        rungs = f"|rungs:{'+'.join(self.rungs)}" if self.rungs != RUNGS else ""
        return always + strategy + rungs

    @property
    def enforcement(self) -> EnforceOptions:
        """The part of them that concerns one segment."""
        return EnforceOptions(self.beam_size, self.repair, self.rungs, strategy=self.strategy)


@dataclass(frozen=True, slots=True)
class Explained:
    """One segment of a document, what it had to say, and all that was tried."""

    segment: Segment
    plan: Plan
    enforced: Enforced
    flags: tuple[Flag, ...]
    """All flags, as a translation reports them."""


class TranslatorLike(Protocol):
    """What the faces (CLI, HTTP, batch) ask of a translator."""

    @property
    def engine(self) -> EngineInfo:
        """The engine behind it."""
        ...

    def glossaries(self) -> tuple[GlossaryInfo, ...]:
        """The glossaries that a call may name."""
        ...

    def matches(
        self,
        text: str,
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        fuzzy: bool = False,
    ) -> tuple[TermMatch, ...]:
        """The hits in a running text, without translating it."""
        ...

    def translate(
        self,
        documents: Sequence[Document],
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        options: TranslateOptions | None = None,
    ) -> TranslationResult:
        """Translate whole documents; see `Translator.translate`."""
        ...


class Translator:
    """Translates documents with an engine and a shelf of glossaries.

    Safe to share between threads.
    """

    def __init__(
        self,
        engine: Engine,
        shelf: Shelf,
        *,
        default_glossaries: Sequence[str] = (),
        options: TranslateOptions | None = None,
    ) -> None:
        self._engine = engine
        self._shelf = shelf
        self._default_glossaries = tuple(default_glossaries)
        self._options = options or TranslateOptions()
        self._enforcer = Enforcer(engine)
        info = engine.info
        self._max_tokens = min(info.segment_tokens, info.max_input_tokens, info.max_output_tokens)

    @property
    def engine(self) -> EngineInfo:
        """The engine behind it."""
        return self._engine.info

    def glossaries(self) -> tuple[GlossaryInfo, ...]:
        """The glossaries that a call may name."""
        return self._shelf.infos()

    def matches(
        self,
        text: str,
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        fuzzy: bool = False,
    ) -> tuple[TermMatch, ...]:
        """The hits in a running text, resolved, in order. Raises `UnknownGlossaryError`."""
        return self._stack(glossaries, terms).matcher.find(text, fuzzy=fuzzy)

    def translate(
        self,
        documents: Sequence[Document],
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        options: TranslateOptions | None = None,
    ) -> TranslationResult:
        """Translate whole documents; segments of all of them are decoded together.

        `glossaries` names them in order of precedence, `None` for the defaults; `terms` stand
        above all of them, for this call alone. Raises `UnknownGlossaryError`, `EngineError`.
        """
        began = time.perf_counter()
        chosen = options or self._options
        stack = self._stack(glossaries, terms)
        segments = [self._segments(document) for document in documents]
        plans = [_plans(row, stack, chosen) for row in segments]
        flat = list(chain.from_iterable(plans))
        enforced = iter(self._enforcer.run(flat, chosen.enforcement))
        results = [[_result(item, next(enforced), chosen) for item in row] for row in segments]
        return TranslationResult(
            tuple(map(_document_result, documents, results)),
            model=self.engine.name,
            glossaries=stack.infos,
            signature=str(self._signature(stack, chosen)),
            seconds=time.perf_counter() - began,
        )

    def explain(
        self,
        document: Document,
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        options: TranslateOptions | None = None,
    ) -> tuple[Explained, ...]:
        """How each segment of a document is translated: its plan, and every draft and repair.

        As `translate` does it, nothing less and nothing more; raises the same.
        """
        chosen = options or self._options
        segments = self._segments(document)
        plans = _plans(segments, self._stack(glossaries, terms), chosen)
        return tuple(
            Explained(item, plan, enforced, _result(item, enforced, chosen).flags)
            for item, plan, enforced in zip(
                segments, plans, self._enforcer.run(plans, chosen.enforcement), strict=True
            )
        )

    def _stack(self, names: Sequence[str] | None, terms: Sequence[Entry]) -> Stack:
        return self._shelf.stack(self._default_glossaries if names is None else names, terms)

    def _segments(self, document: Document) -> list[Segment]:
        return [item for block in document.blocks for item in segment(block, fits=self._fits)]

    def _fits(self, text: str) -> bool:
        return self._engine.count_tokens(text) <= self._max_tokens

    def _signature(self, stack: Stack, options: TranslateOptions) -> Signature:
        return Signature(
            version=package_version("mtservice"),
            model=self.engine.name,
            model_hash=self.engine.hash,
            glossaries=tuple((info.name, info.version) for info in stack.infos),
            options=str(options),
        )


def _plans(segments: Sequence[Segment], stack: Stack, options: TranslateOptions) -> list[Plan]:
    """What each segment of one document must say.

    Sentences that are alike get plans that are alike, and so are decoded once.
    """
    found = {
        text: stack.matcher.find(text, fuzzy=options.fuzzy)
        for text in dict.fromkeys(item.text for item in segments)
    }
    mentions = FirstMentions()
    return [
        make_plan(item.text, mentions.apply(found[item.text]), every_mention=options.every_mention)
        for item in segments
    ]


def _result(item: Segment, enforced: Enforced, options: TranslateOptions) -> SegmentResult:
    result = SegmentResult(
        item, enforced.text, enforced.hits, enforced.alignment, enforced.score, enforced.flags
    )
    if not options.numbers or enforced.text == item.text:
        return result
    return replace(result, flags=(*result.flags, *check_numbers(item.text, enforced.text)))


def _document_result(document: Document, results: Sequence[SegmentResult]) -> DocumentResult:
    text, placed = render(document, results, format_of(document.format))
    return DocumentResult(document, text, placed)
