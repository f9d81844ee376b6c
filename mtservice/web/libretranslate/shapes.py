"""The answers of LibreTranslate, as it writes them. Segments with their hits are an extra key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.detection import Detection
    from mtservice.web.texts import Answers


@dataclass(frozen=True, slots=True)
class Translated:
    """The answer of `/translate`."""

    answers: Answers
    others: tuple[tuple[str, ...], ...] | None
    """Other translations of each text; `None` where they were not asked for."""
    is_list: bool
    """Whether a list was sent, and so lists come back."""
    is_detected: bool

    def to_dict(self) -> dict[str, Any]:
        """The values of the JSON body."""
        texts = self.answers.texts
        body: dict[str, Any] = {"translatedText": self._one([item.text for item in texts])}
        if self.is_detected:
            body["detectedLanguage"] = self._one([detected(item.language) for item in texts])
        if self.others is not None:
            body["alternatives"] = self._one([list(item) for item in self.others])
        body["segments"] = self._one([list(item.segments) for item in texts])
        return body | ({"signature": self.answers.signature} if self.answers.signature else {})

    def _one(self, values: Sequence[Any]) -> Any:
        return list(values) if self.is_list else values[0]


def detected(found: Detection) -> dict[str, Any]:
    """A detected language; the confidence is in per cent."""
    return {"confidence": round(found.confidence * 100, 1), "language": found.language}


def settings(most_chars: int, suffixes: Sequence[str], languages: dict[str, str]) -> dict[str, Any]:
    """The answer of `/frontend/settings`."""
    source, target = languages.items()
    return {
        "apiKeys": False,
        "charLimit": most_chars,
        "filesTranslation": True,
        "frontendTimeout": 500,
        "keyRequired": False,
        "language": {
            "source": {"code": source[0], "name": source[1]},
            "target": {"code": target[0], "name": target[1]},
        },
        "suggestions": False,
        "supportedFilesFormat": list(suffixes),
    }
