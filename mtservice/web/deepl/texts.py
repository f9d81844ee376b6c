"""`/v2/translate`: what it asks for, and how each text is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtservice.documents import registry
from mtservice.documents.markup import Fragment
from mtservice.documents.markup_pieces import MarkupRules
from mtservice.web.deepl.languages import check_formality, source_of, target_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtservice.model import Document
    from mtservice.web.deepl.parameters import Parameters
    from mtservice.web.texts import Answers

_MODELS = ("quality_optimized", "prefer_quality_optimized", "latency_optimized")


@dataclass(frozen=True, slots=True)
class TextCall:
    """What `POST /v2/translate` asks for."""

    texts: tuple[str, ...]
    source: str
    """`JA`, or empty to be found out."""
    read: Callable[[str], Document]
    model: str
    """The kind of model that is asked for; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The answer, as DeepL writes it; segments with their hits are an extra key."""

    call: TextCall
    answers: Answers

    def to_dict(self) -> dict[str, Any]:
        """The values of the JSON body."""
        used = {"model_type_used": self.call.model.removeprefix("prefer_")}
        translations = [
            {
                "detected_source_language": item.language.language.upper(),
                "text": item.text,
                "billed_characters": len(text),
                **(used if self.call.model else {}),
                "segments": list(item.segments),
            }
            for text, item in zip(self.call.texts, self.answers.texts, strict=True)
        ]
        signature = self.answers.signature
        return {"translations": translations} | ({"signature": signature} if signature else {})


def parse_texts(parameters: Parameters) -> TextCall:
    """The call in `parameters`; raises `RequestError` for the first thing that is wrong."""
    target_of(parameters)
    source = source_of(parameters)
    check_formality(parameters)
    parameters.refuse("style_id", "custom_instructions", "translation_memory_id")
    parameters.flag("preserve_formatting", default=False)
    parameters.flag("show_billed_characters", default=False)
    parameters.one("context")
    model = parameters.choice("model_type", ("", *_MODELS), "")
    return TextCall(parameters.texts("text"), source, _reader(parameters), model)


def _reader(parameters: Parameters) -> Callable[[str], Document]:
    """How a text becomes a document: as plain text, or as a fragment of markup."""
    kind = parameters.choice("tag_handling", ("", "html", "xml"), "")
    parameters.choice("tag_handling_version", ("v1", "v2"), "v1")
    # HTML's line breaks are spaces: as with DeepL, only there do they part no sentences by default.
    default = "nonewlines" if kind == "html" else "1"
    split = parameters.choice("split_sentences", ("0", "1", "nonewlines"), default)
    rules = MarkupRules(
        kind or "plain",
        lines_part=split == "1",
        ignored=frozenset(parameters.names("ignore_tags")),
        parting=frozenset(parameters.names("splitting_tags")),
        joined=frozenset(parameters.names("non_splitting_tags")),
        outline=parameters.flag("outline_detection", default=True),
    )
    return Fragment(rules).document if kind or split != "1" else _plain


def _plain(text: str) -> Document:
    return registry.read(text)
