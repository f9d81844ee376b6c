"""Laws of matching, against a slow and obvious reference."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import fold
from glossary.boundary import ScriptBoundary, WordBoundary
from glossary.matcher import Matcher
from glossary.model import Entry, EntryStatus, EntryType, Glossary, MatchKind, Target

KANA = "アシロスカンヤイルーｼﾞﾛｰヴァィェッ・"
ALPHABET = KANA + "国連口一力8８aＡＢ㈱のは 　\n。か\u3099\u200b-＝〜"

texts = st.text(ALPHABET, max_size=40)
words = st.text(ALPHABET, min_size=1, max_size=6)


@dataclass(frozen=True)
class Places:
    """A boundary that holds every position but multiples of a number."""

    closed: int

    def edges(self, text: str) -> frozenset[int]:
        inner = {i for i in range(len(text)) if i % self.closed}
        return frozenset(inner | {0, len(text)})


@st.composite
def stacks(draw: st.DrawFn) -> list[Glossary]:
    """One to three glossaries of a few terms, with twins, priorities and unapproved entries."""
    names = iter(string.ascii_lowercase)
    glossaries = []
    for number in range(draw(st.integers(1, 3))):
        entries = [
            Entry(
                id=f"{draw(st.integers(0, 99)):02}{next(names)}",
                source=draw(words),
                targets=(Target("x"),),
                variants=tuple(draw(st.lists(words, max_size=2))),
                status=draw(st.sampled_from([EntryStatus.APPROVED] * 4 + [*EntryStatus])),
                priority=draw(st.integers(0, 1)),
            )
            for _ in range(draw(st.integers(0, 6)))
        ]
        glossaries.append(Glossary(f"g{number}", tuple(entries)))
    return glossaries


def _planted(draw: st.DrawFn, glossaries: list[Glossary]) -> str:
    sources = [text for g in glossaries for entry in g.entries for text in entry.sources]
    parts = st.one_of(st.sampled_from(sources), texts) if sources else texts
    return "".join(draw(st.lists(parts, max_size=6)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Glossary], str]:
    """Glossaries and a text that holds some of their terms."""
    glossaries = draw(stacks())
    return glossaries, _planted(draw, glossaries)


@dataclass(frozen=True)
class Candidate:
    start: int
    end: int
    first: int
    """The range in the cleaned text; `start` and `end` are in the text."""
    last: int
    form: str
    entry: Entry
    glossary: str
    rank: tuple[object, ...]
    """Priority, glossary, closeness, entry id, form."""


class Page:
    """What the reference has to know of a text."""

    def __init__(self, text: str, boundary: Places) -> None:
        self.text = text
        self.plain = fold.clean(text)
        self.loose = fold.loosen(self.plain.key)
        self._edges = boundary.edges(self.plain.key)

    def is_edge(self, place: int, length: int) -> bool:
        """A given edge; a space that was taken out; a line break, for a long term."""
        gap = ""
        if 0 < place < len(self.plain.key):
            gap = self.text[self.plain.ends[place - 1] : self.plain.starts[place]]
        return place in self._edges or (gap != "" and ("\n" not in gap or length >= 4))

    def is_in_katakana(self, place: int) -> bool:
        around = self.plain.key[place - 1 : place + 1] if place else ""
        return re.fullmatch(f"[{fold.KATAKANA}]{{2}}", around) is not None


def _candidates(glossaries: list[Glossary], page: Page) -> list[Candidate]:
    """Every form tried at every range of the key."""
    found = []
    for order, glossary in enumerate(glossaries):
        for entry in glossary.entries:
            if entry.status is EntryStatus.APPROVED:
                for form in dict.fromkeys(source.strip() for source in entry.sources):
                    found += _of_form(form, entry, glossary.name, order, page)
    return _on_edges(found, page)


def _of_form(form: str, entry: Entry, name: str, order: int, page: Page) -> list[Candidate]:
    cleaned = fold.clean(form).key
    key = fold.loosen(cleaned).key
    found = []
    for first in range(len(page.loose.key) if key else 0):
        last = first + len(key)
        if page.loose.key[first:last] != key:
            continue
        span = page.loose.span(first, last)
        raw = span and page.plain.span(*span)
        if span is None or raw is None:
            continue
        spelled, written = page.plain.key[slice(*span)], page.text[slice(*raw)]
        closeness = 0 if written == form else 1 if spelled == cleaned else 2
        if closeness < 2 or _is_alike(cleaned, spelled):
            rank = (order, -entry.priority, closeness, entry.id, form)
            found.append(Candidate(*raw, *span, form, entry, name, rank))
    return found


def _on_edges(candidates: list[Candidate], page: Page) -> list[Candidate]:
    """Those with an edge at both ends, or another candidate that has one, inside katakana."""
    after, before = set[int](), set[int]()
    for _ in candidates:
        for one in candidates:
            length = one.last - one.first
            if page.is_in_katakana(one.last) and (
                one.first in after or page.is_edge(one.first, length)
            ):
                after.add(one.last)
            if page.is_in_katakana(one.first) and (
                one.last in before or page.is_edge(one.last, length)
            ):
                before.add(one.first)
    return [
        one
        for one in candidates
        if (one.first in after or page.is_edge(one.first, one.last - one.first))
        and (one.last in before or page.is_edge(one.last, one.last - one.first))
    ]


def _is_alike(form: str, spelled: str) -> bool:
    # No word of the alphabet has the four letters that may differ in case.
    letters = [[c for c in text if c in string.ascii_letters] for text in (form, spelled)]
    safe = len(letters[0]) >= 4 and not (
        all(map(str.isupper, letters[0])) and letters[1][0].islower()
    )
    return (letters[0] == letters[1] or safe) and fold.same_word(form, spelled)


def _reference(candidates: list[Candidate]) -> list[Candidate]:
    """The best candidate, then the best of those behind it, and so on."""
    kept: list[Candidate] = []
    left = list(candidates)
    while left:
        best = min(left, key=lambda one: (one.first, -one.last, one.rank))
        kept.append(best)
        left = [one for one in left if one.first >= best.last]
    return kept


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(2, 5))
def test_the_matcher_is_the_reference(case: tuple[list[Glossary], str], closed: int) -> None:
    glossaries, text = case
    # What misread characters may stand for is a matter of its own: no reference here.
    text = re.sub(f"[{''.join(fold.LOOKALIKES)}]", "連", text)
    boundary = Places(closed)
    expected = _reference(_candidates(glossaries, Page(text, boundary)))
    found = Matcher(glossaries, boundary).find(text)
    shown = [(m.start, m.end, m.form, m.entry.id, m.glossary) for m in found]
    assert shown == [(c.start, c.end, c.form, c.entry.id, c.glossary) for c in expected]


@settings(max_examples=100, deadline=None)
@given(cases())
def test_matches_slice_the_text_in_order(case: tuple[list[Glossary], str]) -> None:
    glossaries, text = case
    done = 0
    for match in Matcher(glossaries, ScriptBoundary()).find(text, fuzzy=True):
        assert done <= match.start < match.end <= len(text)
        assert match.text == text[match.start : match.end]
        assert match.text.strip() == match.text
        assert match.entry.status is EntryStatus.APPROVED
        assert (match.kind is MatchKind.EXACT) == (match.text == match.entry.source)
        done = match.end


@settings(max_examples=150, deadline=None)
@given(cases())
def test_find_is_among_find_all(case: tuple[list[Glossary], str]) -> None:
    glossaries, text = case
    matcher = Matcher(glossaries, ScriptBoundary())
    assert set(matcher.find(text)) <= set(matcher.find_all(text))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_the_key_leads_back_to_the_text(text: str) -> None:
    for folded in (fold.clean(text), fold.fold(text)):
        assert len(folded.key) == len(folded.starts) == len(folded.ends)
        assert list(folded.starts) == sorted(folded.starts)
        assert list(folded.ends) == sorted(folded.ends)
        assert all(
            0 <= start < end <= len(text)
            for start, end in zip(folded.starts, folded.ends, strict=True)
        )


@settings(max_examples=100, deadline=None)
@given(texts)
def test_cleaning_is_done_once(text: str) -> None:
    once = fold.clean(text).key
    assert fold.clean_all([text, "a"]) == [once, "a"]
    assert not any(mark in once for mark in "ｼﾞ８Ａ㈱\u200b　")


SENTENCES = ("昨日{}は会談した。", "「{}」の発表", "{}、大使館", "各国と{}が協議")
TERMS = (
    "ルカシェンコ",
    "ベラルーシ",
    "国際連合",
    "第8期",
    "S-400",
    "チハノフスカヤ",
    "共同防空システム",
)
WIDE = str.maketrans("0123456789-S", "０１２３４５６７８９－Ｓ")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENTENCES), st.sampled_from(TERMS), st.integers(1, 9), st.booleans())
def test_width_and_wraps_hide_no_term(frame: str, term: str, cut: int, wide: bool) -> None:
    entries = tuple(Entry(name, name, (Target("x"),), EntryType.TERM) for name in TERMS)
    matcher = Matcher([Glossary("g", entries)], WordBoundary())
    written = term.translate(WIDE) if wide else term
    place = min(cut, len(written) - 1)
    if not term.isascii():
        written = f"{written[:place]}\n{written[place:]}"
    (match,) = matcher.find(frame.format(written))
    assert (match.text, match.entry.id) == (written, term)
