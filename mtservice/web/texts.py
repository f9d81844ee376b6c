"""Texts of which the language may be unknown: what is Japanese is translated, English stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtservice.detection import Detection, detect
from mtservice.outputs.json import to_dict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtservice.model import Document
    from mtservice.web.service import Service, Wanted


@dataclass(frozen=True, slots=True)
class Answer:
    """One text and what came of it."""

    text: str
    language: Detection
    segments: tuple[dict[str, Any], ...] = ()
    """The aligned segments with their hits, as the native API gives them."""


@dataclass(frozen=True, slots=True)
class Answers:
    """As many as texts went in, in order."""

    texts: tuple[Answer, ...]
    signature: str = ""


def translate_texts(
    service: Service,
    texts: Sequence[str],
    read: Callable[[str], Document],
    *,
    source: str = "",
    wanted: Wanted | None = None,
) -> Answers:
    """The texts in English; `read` makes each a document, `source` is their language if known."""
    documents = [read(text) for text in texts]
    known = [Detection(source, 1.0) if source else detect(_words(item)) for item in documents]
    japanese = [item for item, said in zip(documents, known, strict=True) if said.language == "ja"]
    if not japanese:
        return Answers(tuple(map(Answer, texts, known)))
    result = service.translate(lambda: japanese, wanted)
    written = iter(to_dict(result)["documents"])
    answers = [
        _answer(next(written), said) if said.language == "ja" else Answer(text, said)
        for text, said in zip(texts, known, strict=True)
    ]
    return Answers(tuple(answers), result.signature)


def _words(document: Document) -> str:
    """What of a document is to be read; markup would count as English."""
    return "\n".join(block.text for block in document.blocks)


def _answer(document: dict[str, Any], language: Detection) -> Answer:
    return Answer(document["text"], language, tuple(document["segments"]))
