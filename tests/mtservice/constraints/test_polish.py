from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtservice.constraints.polish import corrections, narrowed
from mtservice.edits import apply
from mtservice.model import Span


def tidy(text: str, protected: Sequence[Span] = ()) -> str:
    for edits in corrections(text, protected):
        text = apply(text, edits)
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is. It was.", "It is. It was."),
        ("Yes、no。", "Yes, no."),
        ("「Yes」と", "“Yes”と"),
        ("He said「yes」and left", "He said “yes” and left"),
        ("（ a ）", "(A)"),
        ("ＮＡＴＯ １２％", "NATO 12%"),
        ("One　two", "One two"),
        ("One , two .", "One, two."),
        ("Version 1 .5", "Version 1 .5"),
        ("One,, two..", "One, two."),
        ("Wait... what", "Wait... what"),
        ("Wait.... what", "Wait.... what"),
        ("One  two", "One two"),
        ("  one", "One"),
        ("“one”", "“One”"),
        ("éa", "Éa"),
        ("iPhone", "iPhone"),
        ("www.example.org", "www.example.org"),
        ("a@b.org wrote", "a@b.org wrote"),
        ("e-mail came", "E-mail came"),
        ("10 men", "10 men"),
        ("ß", "ß"),
        ("“Go.”he said", "“Go.” he said"),
        ('For a " truce."', 'For a "truce."'),
        ('" Yes " and (" no ")', '"Yes" and ("no")'),
        ('A 5" by 3" card', 'A 5" by 3" card'),
        ('A " card', 'A " card'),
        ('A " " card', 'A " " card'),
        ("", ""),
    ],
)
def test_corrections(text: str, expected: str) -> None:
    assert tidy(text) == expected


def test_protected_spans_are_left_alone() -> None:
    assert tidy("read 「さくら」 , now", [Span(5, 10)]) == "Read 「さくら」, now"
    assert tidy("iPhone came", [Span(0, 6)]) == "iPhone came"
    assert tidy("openai came", [Span(0, 6)]) == "openai came"


def test_narrowed_only_changes_width() -> None:
    assert narrowed("１、２　") == "1, 2 "


@given(st.text('bB1 .,!?"。、（）「」“”　Ａ…-', max_size=25))
def test_corrections_settle(text: str) -> None:
    once = tidy(text)
    assert tidy(tidy(once)) == tidy(once)
    letters = [char for char in text if char.isascii() and char.isalnum()]
    kept = [char for char in once if char.isascii() and char.isalnum()]
    assert len(kept) >= len(letters)
