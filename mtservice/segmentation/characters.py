"""Classes of characters that segmentation and the readers tell apart."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")

_EXTENDING = frozenset("\u200d\uff9e\uff9f")
"""Zero-width joiner and the half-width voicing marks: they belong to the character before."""


def is_hiragana(char: str) -> bool:
    """Whether `char` is a hiragana letter."""
    return "\u3041" <= char <= "\u309f"


def is_katakana(char: str) -> bool:
    """Whether `char` is a katakana letter or the prolonged-sound mark, full or half width."""
    return any(low <= char <= high for low, high in _KATAKANA)


_KATAKANA = (("\u30a1", "\u30fa"), ("\u30fc", "\u30ff"), ("\uff66", "\uff9f"))


def is_kanji(char: str) -> bool:
    """Whether `char` is an ideograph or stands for one (々〆〇)."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or char in "々〆〇"
        or "\U00020000" <= char <= "\U0003ffff"
    )


def is_japanese(char: str) -> bool:
    """Whether `char` is a kana or an ideograph."""
    return is_hiragana(char) or is_katakana(char) or is_kanji(char)


def is_alphabetic(char: str) -> bool:
    """Whether `char` is a letter of a script that puts spaces between words (Latin, Cyrillic …)."""
    return char.isalpha() and not is_japanese(char)


def script(char: str) -> str:
    """A one-word class: `hiragana`, `katakana`, `kanji`, `digit`, `letter`, `space` or `other`."""
    for name, belongs in _SCRIPTS:
        if belongs(char):
            return name
    return "other"


_SCRIPTS = (
    ("hiragana", is_hiragana),
    ("katakana", is_katakana),
    ("kanji", is_kanji),
    ("digit", str.isdigit),
    ("letter", str.isalpha),
    ("space", str.isspace),
)

_NUMBER = re.compile(r"[0-9０-９][.,．，:：/／]?[0-9０-９]")


def is_inside_grapheme(text: str, at: int) -> bool:
    """Whether cutting `text` before `at` would take a user-perceived character apart."""
    if not 0 < at < len(text):
        return False
    after, before = text[at], text[at - 1]
    if after in _EXTENDING or before == "\u200d" or unicodedata.category(after)[0] == "M":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or (before == "\r" and after == "\n"):
        return True
    return _is_flag_half(after) and _flags_before(text, at) % 2 == 1


def is_inside_number(text: str, at: int) -> bool:
    """Whether `at` lies between the digits of one number, separators included."""
    return any(
        found is not None and found.end() > at
        for start in (at - 1, at - 2)
        if start >= 0 and (found := _NUMBER.match(text, start))
    )


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while count < at and count < 64 and _is_flag_half(text[at - 1 - count]):
        count += 1
    return count
