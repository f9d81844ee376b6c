from __future__ import annotations

import numpy as np
import pytest

from mtservice.alignment import Attention, align, attention_of, identity
from mtservice.edits import Edit
from mtservice.engine.base import Draft
from mtservice.model import Link, Span

SOURCE = "犬が走る"
TEXT = "The dog runs."
DOG, GA, RUN = Span(0, 1), Span(1, 2), Span(2, 4)


def attention(rows: list[list[float]]) -> Attention:
    target = (Span(0, 3), Span(4, 7), Span(8, 11), Span(11, 12), Span(12, 13))
    end = Span(0, 0)
    return Attention(np.array(rows, dtype=np.float32), target, (DOG, GA, RUN, end))


ROWS = [
    [0.05, 0.05, 0.0, 0.9],
    [0.8, 0.1, 0.1, 0.0],
    [0.1, 0.1, 0.8, 0.0],
    [0.1, 0.1, 0.8, 0.0],
    [0.0, 0.0, 0.0, 1.0],
]


def test_words_are_linked_to_the_source_that_they_look_at() -> None:
    found = align(TEXT, attention(ROWS), [], exact=True)
    assert [(link.source, link.target.of(TEXT)) for link in found.links] == [
        (DOG, "dog"),
        (RUN, "runs"),
    ]
    assert found.exact


def test_weak_attention_makes_no_link() -> None:
    found = align(TEXT, attention([[0.05, 0.05, 0.05, 0.85]] * 5), [], exact=False)
    assert found.links == ()
    assert not found.exact


def test_neighbouring_source_tokens_are_joined() -> None:
    rows = [ROWS[0], [0.5, 0.4, 0.1, 0.0], *ROWS[2:]]
    found = align(TEXT, attention(rows), [], exact=True)
    assert found.links[0] == Link(Span(0, 2), Span(4, 7), 0.9)


def test_a_word_inside_a_hit_is_linked_by_the_hit_alone() -> None:
    found = align(TEXT, attention(ROWS), [(RUN, Span(4, 7))], exact=True)
    assert [(link.source, link.target) for link in found.links] == [
        (RUN, Span(4, 7)),
        (RUN, Span(8, 12)),
    ]


def test_hits_are_linked_without_attention() -> None:
    found = align(TEXT, None, [(DOG, Span(4, 7))], exact=True)
    assert found.links == (Link(DOG, Span(4, 7)),)
    assert not found.exact


def test_links_follow_an_edit_of_the_target() -> None:
    edits = [Edit(4, 7, "big hound")]
    moved = attention(ROWS).edited(edits)
    found = align("The big hound runs.", moved, [], exact=True)
    assert [link.target for link in found.links] == [Span(4, 7), Span(8, 13), Span(14, 18)]


def test_mass_is_the_mean_over_the_tokens_of_the_target() -> None:
    both = attention(ROWS)
    assert both.mass(Span(4, 7), DOG) == pytest.approx(0.8)
    assert both.mass(Span(4, 12), RUN) == pytest.approx((0.1 + 0.8 + 0.8) / 3)
    assert both.mass(Span(3, 4), RUN) == 0.0
    assert both.toward(Span(0, 4)).shape == (5,)


def test_a_copied_text_is_aligned_with_itself() -> None:
    found = identity("500 km  (EU)")
    assert [link.target.of("500 km  (EU)") for link in found.links] == ["500", "km", "(EU)"]
    assert all(link.source == link.target for link in found.links)
    assert found.exact
    assert identity("").links == ()


def test_attention_of_a_draft_is_mapped_to_the_segment() -> None:
    weights = np.eye(2, dtype=np.float32)
    draft = Draft("a b", -1.0, (Span(0, 1), Span(2, 3)), (Span(0, 1), Span(1, 2)), weights)
    found = attention_of(draft, lambda span: Span(span.start + 5, span.end + 5))
    assert found is not None
    assert found.source == (Span(5, 6), Span(6, 7))
    assert found.mass(Span(2, 3), Span(6, 7)) == 1.0


def test_a_draft_without_attention_has_none() -> None:
    assert attention_of(Draft("a", -1.0), lambda span: span) is None


def test_rows_without_a_span_are_left_out() -> None:
    weights = np.ones((3, 2), dtype=np.float32)
    draft = Draft("a", -1.0, (Span(0, 1),), (Span(0, 1), Span(1, 2)), weights)
    found = attention_of(draft, lambda span: span)
    assert found is not None
    assert found.weights.shape == (1, 2)
