"""The translated documents themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtservice.model import TranslationResult


def render(result: TranslationResult) -> str:
    """The translated text; one document comes out exactly, several each begin on a new line."""
    texts = [document.text for document in result.documents]
    ended = [text if not text or text.endswith("\n") else f"{text}\n" for text in texts[:-1]]
    return "".join(ended + texts[-1:])
