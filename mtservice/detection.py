"""Which language a text is in, told from its script: Japanese, English, or neither.

This is what a server for one pair of languages needs to know, and no more: English cannot be told
from French by its letters, nor Japanese without kana from Chinese. The confidence says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_HAN = re.compile("[\u3005\u3006\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(
    r"\b(?:the|an?|and|or|of|to|in|on|at|for|with|from|by|is|are|was|were|be|has|have|had|it|its|"
    r"this|that|not|he|she|they|we|you|will|would)\b",
    re.IGNORECASE,
)
_LETTERS_PER_CHARACTER = 3
"""A Japanese character says about as much as three Latin letters."""


@dataclass(frozen=True, slots=True)
class Detection:
    """A language and how sure that is."""

    language: str
    """`ja` or `en`."""
    confidence: float
    """0 to 1; 0 where the text has no letters of either."""


def detect(text: str) -> Detection:
    """The language that most of the text is in; English where nothing tells."""
    kana, han, latin, letters = (
        len(pattern.findall(text)) for pattern in (_KANA, _HAN, _LATIN, _LETTER)
    )
    known = kana + han + latin
    if not known:
        return Detection("en", 0.0)
    share = known / max(letters, known)
    japanese = _LETTERS_PER_CHARACTER * (kana + han)
    certain = max(japanese, latin) / (japanese + latin)
    if japanese >= latin:
        return Detection("ja", round(share * certain * (1.0 if kana else 0.5), 2))
    return Detection("en", round(share * certain * (0.9 if _ENGLISH.search(text) else 0.5), 2))
