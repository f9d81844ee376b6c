"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtservice.detection import Detection, detect


@pytest.mark.parametrize(
    ("text", "language", "least", "most"),
    [
        ("首相は停戦を求めた。", "ja", 1.0, 1.0),
        ("ﾙｶｼｪﾝｺ", "ja", 1.0, 1.0),
        ("API の使い方", "ja", 0.7, 0.9),
        ("東京", "ja", 0.5, 0.5),
        ("The Prime Minister sought a truce.", "en", 0.9, 0.9),
        ("Le premier ministre", "en", 0.5, 0.5),
        ("The word 停戦 means that fighting ends.", "en", 0.7, 0.9),
        ("Пример停戦", "ja", 0.1, 0.2),
        ("Пример", "en", 0.0, 0.0),
        ("123 …", "en", 0.0, 0.0),
        ("", "en", 0.0, 0.0),
    ],
)
def test_the_script_tells(text: str, language: str, least: float, most: float) -> None:
    found = detect(text)
    assert found.language == language
    assert least <= found.confidence <= most


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert isinstance(found, Detection)
    assert 0 <= found.confidence <= 1
