"""Names that no glossary need know: where they stand, and where they are no names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.names import find_names


def names(text: str) -> list[str]:
    return [text[name.start : name.end] for name in find_names(text) if name.is_proper]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ザカリチェンコ氏は語った。", ["ザカリチェンコ"]),
        ("タイラー・ヒーローが来た。", ["タイラー・ヒーロー"]),
        ("田中太郎が来た。", ["田中太郎"]),
        ("田中氏が来た。", ["田中"]),
        ("田中選手が来た。", ["田中"]),
        ("新聞を読んだ。", []),
        ("ニュースを見た。", []),
        ("宝富士が来た。", []),
        ("長野県に着いた。", []),
        ("長野に着いた。", ["長野"]),
        ("可能な限り", []),
        ("", []),
    ],
)
def test_names_are_found(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_name_tells_of_how_many_it_is_made() -> None:
    (one,) = find_names("田中太郎が来た。")
    (two,) = find_names("タイラー・ヒーロー")
    (three,) = find_names("ザカリチェンコ")
    assert (one.parts, two.parts, three.parts) == (2, 2, 1)


@given(st.text("アリエフ・田中太郎長野県は、来た。a1 \n", max_size=30))
def test_names_are_disjoint_and_in_order(text: str) -> None:
    found = find_names(text)
    assert all(0 <= name.start < name.end <= len(text) for name in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
