"""The translator as every face uses it: behind one gate, its limits kept, its work logged."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g, has_request_context

from mtservice.documents.base import ReadOptions
from mtservice.pipeline import TranslateOptions
from mtservice.web.gate import Gate
from mtservice.web.schema import check_size

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glossary.model import Entry
    from mtservice.model import Document, TranslationResult
    from mtservice.pipeline import TranslatorLike
    from mtservice.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to translate."""

    glossaries: tuple[str, ...] | None = None
    """Names, the first wins; `None` for the server's default."""
    terms: tuple[Entry, ...] = ()
    options: TranslateOptions | None = None
    """`None` for the server's default."""


class Service:
    """What the faces share. Safe to share between threads."""

    def __init__(self, translator: TranslatorLike, settings: Settings) -> None:
        self.translator = translator
        self.settings = settings
        self.defaults = TranslateOptions(beam_size=settings.beam_size)
        self.read_options = ReadOptions(
            max_unpacked_bytes=settings.max_unpacked_bytes, max_pages=settings.max_pages
        )
        self._gate = Gate(settings.max_concurrent, settings.max_waiting)

    def translate(
        self,
        read: Callable[[], Sequence[Document]],
        wanted: Wanted | None = None,
        *,
        patient: bool = False,
    ) -> TranslationResult:
        """The translation of the documents that `read` gives once it is this call's turn.

        Raises what `read` raises, `TooLargeError`, `BusyError` unless `patient`,
        `UnknownGlossaryError` and `EngineError`.
        """
        how = wanted or Wanted()
        with self._gate.turn(patient=patient):
            documents = read()
            check_size([document.text for document in documents], self.settings.max_chars)
            result = self.translator.translate(
                documents,
                glossaries=how.glossaries,
                terms=how.terms,
                options=how.options or self.defaults,
            )
        _log(documents, result)
        return result


def _log(documents: Sequence[Document], result: TranslationResult) -> None:
    logger.info(
        "translated request=%s documents=%d characters=%d segments=%d seconds=%.2f",
        g.get("request_id") if has_request_context() else None,
        len(documents),
        sum(len(document.text) for document in documents),
        sum(len(document.segments) for document in result.documents),
        result.seconds,
    )
