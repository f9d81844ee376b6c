"""Segments that are written from the glossary alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtservice.constraints.direct import translate_directly
from mtservice.constraints.plan import Plan

TERMS = (("停戦", "ceasefire"), ("ミンスク", "Minsk"), ("議会", "parliament"))


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("停戦", "ceasefire"),
        ("停戦（ミンスク）", "ceasefire (Minsk)"),
        ("（停戦）ミンスク", "(ceasefire) Minsk"),
        ("停戦「ミンスク」", "ceasefire “Minsk”"),
        ("停戦、ミンスク、議会。", "ceasefire, Minsk, parliament."),
        ("・停戦・ミンスク", "• ceasefire, Minsk"),
        ("停戦：ミンスク", "ceasefire: Minsk"),
        ("A-1 停戦", "A-1 ceasefire"),
        ("1,900停戦", "1,900 ceasefires"),
        ("１ 停戦", "1 ceasefire"),
        ("2.5停戦、停戦", "2.5 ceasefires, ceasefire"),
        ("停戦2", "ceasefire 2"),
        ("停戦とミンスク", None),
        ("停戦ミンスク", None),
        ("plain (text)", "plain (text)"),
    ],
)
def test_terms_and_punctuation_need_no_model(
    source: str, english: str | None, plan_of: Callable[..., Plan]
) -> None:
    direct = translate_directly(plan_of(source, *TERMS))
    assert (direct.text if direct else None) == english
