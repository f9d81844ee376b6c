"""Every line of `segmentation.txt`: Japanese texts, and beneath each its pieces.

A block is a title, then texts (several on a line with ` ❙ ` between). Beneath a line stands, for
each of its texts, the pieces with the name of the rule that ended each. `⏎` is a line break, `→` a
tab. Run this file as a program to write what comes out now into it, for review.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtservice.segmentation import split

GOLDEN = Path(__file__).with_name("segmentation.txt")
_LONG = "Over-long"
_MOST = 20


def written() -> list[str]:
    """The file as it should be: its titles and texts as they are, the pieces made anew."""
    out: list[str] = []
    title = ""
    for line in GOLDEN.read_text("utf-8").split("\n"):
        if line.startswith("    "):
            continue
        out.append(line)
        if not title or not line:
            title = line
            continue
        out += [row for text in line.split(" ❙ ") for row in _rows(text, title)]
    return out


def _rows(text: str, title: str) -> list[str]:
    raw = text.replace("⏎", "\n").replace("→", "\t")
    limit = _MOST if title.startswith(_LONG) else 400
    pieces = split(raw, max_chars=limit)
    shown = "  ".join(f"{piece.span.of(raw)} ‹{piece.rule}›" for piece in pieces)
    return [f"    {shown or '(nothing)'}"]


def test_every_text_is_cut_as_written() -> None:
    assert "\n".join(written()) == GOLDEN.read_text("utf-8")


def test_every_rule_has_a_case() -> None:
    text = GOLDEN.read_text("utf-8")
    rules = (
        "stop question exclamation quote period ellipsis list-mark newline tab end "
        "long-comma long-bracket long-clause long-particle long-script long-forced"
    ).split()
    missing = [rule for rule in rules if f"‹{rule}›" not in text]
    assert not missing


@pytest.mark.parametrize("limit", [7, 20, 60])
def test_no_piece_is_longer_than_the_limit(limit: int) -> None:
    text = GOLDEN.read_text("utf-8")
    assert all(len(piece.span) <= limit for piece in split(text, max_chars=limit))


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(written()), encoding="utf-8")
