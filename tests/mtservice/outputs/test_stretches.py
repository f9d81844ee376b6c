"""Cutting a text at its hits and flags, against the definition character by character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtservice.model import Span
from mtservice.outputs.stretches import cut

TEXTS = st.text("ルカ大統領 ab\n😀", max_size=20)


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, list[Span | None], list[Span | None]]:
    text = draw(TEXTS)
    ends = st.integers(0, len(text))
    span = st.tuples(ends, ends).map(lambda pair: Span(min(pair), max(pair)))
    spans = st.lists(st.none() | span, max_size=5)
    return text, draw(spans), draw(spans)


@given(texts_and_spans())
def test_parts_joined_are_the_text_and_each_is_what_it_says(
    case: tuple[str, list[Span | None], list[Span | None]],
) -> None:
    text, hits, flags = case
    place = 0
    for stretch in cut(text, hits, flags):
        begin = place
        for part in stretch.parts:
            assert text.startswith(part.text, place)
            for offset in range(place, place + len(part.text)):
                assert part.flagged == any(f and f.start <= offset < f.end for f in flags)
            place += len(part.text)
        if stretch.hit is not None:
            assert hits[stretch.hit] == Span(begin, place)
    assert place == len(text)


@given(texts_and_spans())
def test_a_hit_is_left_out_only_for_an_earlier_or_longer_one(
    case: tuple[str, list[Span | None], list[Span | None]],
) -> None:
    text, hits, _ = case
    marked = {stretch.hit for stretch in cut(text, hits)} - {None}
    for index, span in enumerate(hits):
        if span and len(span) and index not in marked:
            others = [hits[other] for other in marked if other is not None]
            assert any(
                other
                and other.overlaps(span)
                and (other.start, -other.end) <= (span.start, -span.end)
                for other in others
            )


def test_example() -> None:
    stretches = cut("AB大統領C", [Span(2, 5)], [Span(1, 3)])
    shown = [(s.hit, [(p.text, p.flagged) for p in s.parts]) for s in stretches]
    assert shown == [
        (None, [("A", False), ("B", True)]),
        (0, [("大", True), ("統領", False)]),
        (None, [("C", False)]),
    ]
