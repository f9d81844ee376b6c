"""What holds for any text: pieces rejoin, slice and fit, and a line is cut by itself alone."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mtservice.model import Block, Span
from mtservice.segmentation import segment, split
from mtservice.segmentation.characters import is_inside_grapheme

TEXTS = st.text(
    "あ漢ア1a。！？.…・「」（）『』●【】、, \n\t\u3000e\u0301🙂👨\u200d🇧🇾ﾊﾞと", max_size=120
)
LAW = settings(max_examples=300, deadline=None)


@given(text=TEXTS, limit=st.integers(1, 40))
@LAW
def test_pieces_and_separators_rejoin(text: str, limit: int) -> None:
    pieces = split(text, max_chars=limit)
    head = text[: pieces[0].span.start] if pieces else text
    between = head + "".join(piece.separator for piece in pieces)
    assert all(char.isspace() or char in "●・" for char in between)
    assert head + "".join(piece.span.of(text) + piece.separator for piece in pieces) == text


@given(text=TEXTS, limit=st.integers(1, 40))
@LAW
def test_pieces_are_in_order_not_blank_and_not_too_long(text: str, limit: int) -> None:
    pieces = split(text, max_chars=limit)
    assert all(one.span.end <= two.span.start for one, two in pairwise(pieces))
    for piece in pieces:
        said = piece.span.of(text)
        assert said == said.strip() != ""
        assert piece.rule
        assert len(said) <= limit


@given(text=TEXTS)
@LAW
def test_a_sentence_is_cut_only_between_graphemes(text: str) -> None:
    for piece in split(text):
        start = piece.span.start
        assert not is_inside_grapheme(text, start) or text[start - 1].isspace()


@given(text=TEXTS, most=st.integers(2, 30))
@LAW
def test_every_piece_fits_what_the_model_reads(text: str, most: int) -> None:
    pieces = split(text, fits=lambda part: len(part.encode()) <= most)
    for piece in pieces:
        said = piece.span.of(text)
        whole = not any(not is_inside_grapheme(said, at) for at in range(1, len(said)))
        assert len(said.encode()) <= most or whole


@given(text=TEXTS, other=TEXTS)
@LAW
def test_a_line_is_cut_the_same_whatever_stands_on_the_next_one(text: str, other: str) -> None:
    line = text.replace("\n", "")
    alone = [piece.span for piece in split(line)]
    assert [piece.span for piece in split(f"{line}\n{other}")][: len(alone)] == alone


@given(text=TEXTS)
@LAW
def test_a_block_is_cut_as_its_text(text: str) -> None:
    segments = segment(Block(3, "paragraph", text, Span(0, len(text))))
    pieces = split(text)
    assert [item.span for item in segments] == [piece.span for piece in pieces]
    assert [item.separator for item in segments] == [piece.separator for piece in pieces]
    assert all(item.block == 3 and item.text == item.span.of(text) for item in segments)


def test_time_grows_with_the_length_alone() -> None:
    """Not a benchmark: what is quadratic takes minutes here."""
    began = time.process_time()
    for sign in ("「", "。", "・ ", "1. ", '"', "…", "（。", "あ", "a.", "🇧"):
        text = sign * (200_000 // len(sign))
        assert "".join(piece.span.of(text) + piece.separator for piece in split(text)) in text
    assert time.process_time() - began < 60
