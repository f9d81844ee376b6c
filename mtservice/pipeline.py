"""The ordered stages of a translation; the only module that knows the order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model import Entry
    from mtservice.engine.base import EngineInfo
    from mtservice.model import Document, TranslationResult


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


class TranslatorLike(Protocol):
    """What the faces (CLI, HTTP, batch) ask of a translator."""

    @property
    def engine(self) -> EngineInfo:
        """The engine behind it."""
        ...

    def glossary_names(self) -> tuple[str, ...]:
        """Names that a call may use."""
        ...

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
        ...
