from __future__ import annotations

import pytest

from glossary.model import EntryType
from mtservice.constraints.splice import indefinite, splice
from mtservice.edits import apply
from mtservice.model import Span


def put(text: str, old: str, new: str, kind: str = "term", **fields: bool) -> str:
    start = text.index(old)
    span = Span(start, start + len(old))
    return apply(text, [splice(text, span, new, EntryType(kind), **fields)])


@pytest.mark.parametrize(
    ("text", "old", "new", "kind", "expected"),
    [
        ("He met Lukasko today.", "Lukasko", "Lukashenko", "person", "He met Lukashenko today."),
        ("He met a man.", "man", "Lukashenko", "person", "He met Lukashenko."),
        ("He met the man.", "man", "Lukashenko", "person", "He met Lukashenko."),
        ("It is a town law.", "town", "EU", "place", "It is an EU law."),
        ("It is a body.", "body", "OSCE", "organisation", "It is an OSCE."),
        ("It is an act.", "act", "European treaty", "term", "It is a European treaty."),
        ("In the office.", "office", "the Kremlin", "organisation", "In the Kremlin."),
        ("The office said.", "office", "the Kremlin", "organisation", "The Kremlin said."),
        ("In the land.", "land", "Belarus", "place", "In Belarus."),
        ("In the land army.", "land", "Belarusian", "place", "In the Belarusian army."),
        ("The land Army.", "land", "Belarusian", "place", "The Belarusian Army."),
        ("President Luka came.", "Luka", "President Lukashenko", "person", None),
        ("president Luka came.", "Luka", "President Lukashenko", "person", None),
        ("The Foo Affairs said.", "Foo", "Ministry of Affairs", "term", None),
        ("diet opened.", "diet", "national assembly", "term", "National assembly opened."),
        ("diet opened.", "diet", "eBay", "term", "eBay opened."),
    ],
)
def test_splice(text: str, old: str, new: str, kind: str, expected: str | None) -> None:
    doubled = {
        "President Luka came.": "President Lukashenko came.",
        "president Luka came.": "President Lukashenko came.",
        "The Foo Affairs said.": "The Ministry of Affairs said.",
    }
    assert put(text, old, new, kind) == (expected or doubled[text])


def test_bare_drops_the_article() -> None:
    text = "The friend met him."
    assert put(text, "friend", "Rahmon", "person") == "The Rahmon met him."
    assert put(text, "friend", "Rahmon", "person", bare=True) == "Rahmon met him."


def test_claimed_neighbours_are_not_swallowed() -> None:
    text = "the Union Foo"
    edit = splice(text, Span(10, 13), "Union State", EntryType.TERM, claimed=[Span(0, 9)])
    assert apply(text, [edit]) == "the Union Union State"


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("one two", 3, "one X two"),
        ("one two", 4, "one X two"),
        ("one, two", 3, "one X, two"),
        ("(two)", 1, "(X two)"),
        ("", 0, "X"),
        ("end", 3, "end X"),
    ],
)
def test_insertion_keeps_words_apart(text: str, position: int, expected: str) -> None:
    edit = splice(text, Span(position, position), "X", EntryType.TERM)
    assert apply(text, [edit]) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("apple", "an"),
        ("hour", "an"),
        ("house", "a"),
        ("honorary consul", "an"),
        ("European", "a"),
        ("union", "a"),
        ("uninvited", "an"),
        ("unimportant", "an"),
        ("UN envoy", "a"),
        ("EU", "an"),
        ("NATO", "an"),
        ("MP", "an"),
        ("CSTO", "a"),
        ("Ukrainian", "a"),
        ("Uzbek", "an"),
        ("one-party state", "a"),
        ("US", "a"),
        ("Iranian", "an"),
    ],
)
def test_indefinite_article(word: str, expected: str) -> None:
    assert indefinite(word) == expected
