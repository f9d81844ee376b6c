"""TSV: columns, escapes that can be undone, and nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtservice.model import TranslationResult
from mtservice.outputs import tsv


def undo(cell: str) -> str:
    """What the module's docstring promises: one apostrophe away, then the escapes."""
    plain = cell.removeprefix("'")
    back = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda found: back[found[1]], plain)


def read(text: str) -> list[dict[str, str]]:
    header, *lines = text.removesuffix("\n").split("\n")
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_columns_and_contents(sample: TranslationResult) -> None:
    rows = read(tsv.render(sample))
    assert rows[0] == {
        "source": "ルカシェンコ大統領は月曜日、ミンスクで会見した。",
        "target": "President Lukashenko gave a news conference in Minsk on Monday.",
        "hits": "ルカシェンコ大統領 → President Lukashenko (kept); ミンスク → Minsk (repaired)",
        "flags": "",
        "document": "text-0.txt",
        "segment": "0",
    }
    assert rows[1]["hits"] == (
        "国民議会 → National Assembly (failed: no aligned place in the target)"
    )
    assert rows[1]["flags"] == "number: 5億 (500,000,000) is not said in the English"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("=HYPERLINK(1)")
@example("'=1")
@example("\t=1\r\n\\t")
def test_a_cell_is_one_cell_and_can_be_undone(text: str) -> None:
    cell = tsv._escape(text)
    assert not set("\t\n\r") & set(cell)
    assert undo(cell) == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_begins_like_a_formula(
    build: Callable[..., TranslationResult], row: type, sign: str
) -> None:
    result = build([row(f"{sign}1+1", f"{sign}cmd|'/c calc'!A1")])
    cells = read(tsv.render(result))[0]
    assert cells["source"] == f"'{sign}1+1"
    assert cells["target"].startswith(f"'{sign}")
