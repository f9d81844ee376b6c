"""From a text to its plain hits: where the spelling of an entry stands on word edges."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from glossary import context, fold
from glossary.boundary import is_change, script
from glossary.model import EntryType

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from glossary.automaton import Automaton, Form
    from glossary.boundary import Boundary

Span = tuple[int, int]
Spans = dict[Span, list["Form"]]
"""Ranges of the cleaned text, each with the forms that it may spell."""

EXACT, CLEANED, FOLDED = range(3)
"""How near a hit's text is to the form: the same, the same once cleaned, of the same key."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One form at one place of a cleaned text."""

    start: int
    end: int
    form: Form
    closeness: int

    @property
    def type(self) -> EntryType:
        """The entry's type."""
        return self.form.entry.type

    @property
    def rank(self) -> tuple[int, int, tuple[int, int, int], int, str, str]:
        """Sorts hits: leftmost, longest, glossary, priority, closeness, entry id, form."""
        form = self.form
        return self.start, -self.end, form.precedence, self.closeness, form.entry.id, form.text


class _Edge(Enum):
    NO = 0
    YES = 1
    WRAP = 2
    """A line break inside what may be one word."""


_SURE_LENGTH = 4


class Reading:
    """A text with its cleaned form, its key and its word edges."""

    def __init__(self, text: str, boundary: Boundary) -> None:
        self.text = text
        self.plain = fold.clean(text)
        self._boundary = boundary
        self._judged: dict[int, _Edge] = {}

    @cached_property
    def loose(self) -> fold.Folded:
        """The key, with offsets into the cleaned text."""
        return fold.loosen(self.plain.key)

    @cached_property
    def edges(self) -> Container[int]:
        """Where words may begin or end in the cleaned text."""
        return self._boundary.edges(self.plain.key)

    @cached_property
    def other_words(self) -> list[tuple[int, int]]:
        """Where words stand that only hold a name; see `context`."""
        return context.other_words(self.plain.key)

    def raw(self, start: int, end: int) -> str:
        """The slice of the text behind a range of the cleaned text."""
        return self.text[self.plain.starts[start] : self.plain.ends[end - 1]]

    def is_edge(self, position: int, length: int) -> bool:
        """Whether a term of `length` characters may begin or end at `position`.

        A space is an edge. A line break may be a wrap inside a longer word, so it is one only for a
        term of four characters or more; for shorter ones the joined text decides.
        """
        edge = self._judged.get(position)
        if edge is None:
            edge = self._judged[position] = self._judge(position)
        return edge is _Edge.YES or (edge is _Edge.WRAP and length >= _SURE_LENGTH)

    def _judge(self, position: int) -> _Edge:
        gap = ""
        if 0 < position < len(self.plain.starts):
            gap = self.text[self.plain.ends[position - 1] : self.plain.starts[position]]
        if (gap and "\n" not in gap) or position in self.edges:
            return _Edge.YES
        return _Edge.WRAP if gap else _Edge.NO


def find_hits(reading: Reading, automaton: Automaton) -> list[Hit]:
    """All hits that stand on word edges, overlapping ones included, in no particular order."""
    hits = _spelled(reading, automaton) + _misread(reading, automaton)
    hits = [hit for hit in hits if not _is_inside_other_word(hit, reading.other_words)]
    return _without_stray_short(reading, hits)


def resolve(hits: Iterable[Hit]) -> list[Hit]:
    """The leftmost-longest hits, none of which overlap; ties go by `Hit.rank`."""
    kept: list[Hit] = []
    done = 0
    for hit in sorted(hits, key=lambda hit: hit.rank):
        if hit.start >= done:
            kept.append(hit)
            done = hit.end
    return kept


def _spelled(reading: Reading, automaton: Automaton) -> list[Hit]:
    """Hits in the text as it stands."""
    spans = _spans(reading, reading.loose, automaton)
    # Edges cost less than spelling, so they go first; again after it, because what stands beside a
    # hit must be one itself.
    spans = _on_edges(reading, spans)
    hits = _verified(reading, reading.plain.key, spans)
    spelled: Spans = {}
    for hit in hits:
        spelled.setdefault((hit.start, hit.end), []).append(hit.form)
    sure = _on_edges(reading, spelled)
    return [hit for hit in hits if (hit.start, hit.end) in sure]


def _spans(reading: Reading, loose: fold.Folded, automaton: Automaton) -> Spans:
    """Where keys of forms stand, in whole characters of the text; offsets into the cleaned text."""
    spans: Spans = {}
    for first, last, forms in automaton.find(loose.key):
        span = loose.span(first, last)
        if span is not None and reading.plain.span(*span) is not None:
            spans.setdefault(span, []).extend(forms)
    return spans


def _verified(reading: Reading, plain: str, spans: Spans) -> list[Hit]:
    """The hits that spell their form, and are no part of another word by what stands beside."""
    hits: list[Hit] = []
    for (start, end), forms in spans.items():
        spelled, raw = plain[start:end], reading.raw(start, end)
        for form in forms:
            closeness = _closeness(form, spelled, raw)
            if closeness is not None and not context.is_part_of_another(
                form.entry, plain, start, end
            ):
                hits.append(Hit(start, end, form, closeness))
    return hits


def _closeness(form: Form, plain: str, raw: str) -> int | None:
    """How near the text is to the form; `None` where only their keys are the same."""
    if raw == form.text:
        return EXACT
    if plain == form.plain:
        return CLEANED
    if _is_same_case(form.plain, plain) and fold.same_word(form.plain, plain):
        return FOLDED
    return None


_ACRONYM_LENGTH = 4


def _is_same_case(form: str, plain: str) -> bool:
    """Whether Latin letters differ in case only where that is safe.

    In words of four letters or more; an acronym never stands for lower case (WHO is not who).
    """
    if form.isascii() or any("A" <= letter <= "z" for letter in form):
        letters = [letter for letter in plain if letter.isascii() and letter.isalpha()]
        wanted = [letter for letter in form if letter.isascii() and letter.isalpha()]
        if letters == wanted:
            return True
        acronym = all(map(str.isupper, wanted))
        return len(wanted) >= _ACRONYM_LENGTH and not (acronym and letters[0].islower())
    return True


def _on_edges(reading: Reading, spans: Spans) -> Spans:
    """The spans that begin and end on word edges, or where another one ends or begins.

    The second counts inside a run of katakana only: names glued to each other.
    """
    text = reading.plain.key
    begins, ends = set[Span](), set[Span]()
    after, before = set[int](), set[int]()
    for span in sorted(spans):
        if span[0] in after or reading.is_edge(span[0], span[1] - span[0]):
            begins.add(span)
            if _is_in_katakana(text, span[1]):
                after.add(span[1])
    for span in sorted(begins, key=lambda span: (-span[1], span[0])):
        if span[1] in before or _is_end(reading, span, spans[span]):
            ends.add(span)
            if _is_in_katakana(text, span[0]):
                before.add(span[0])
    return {span: forms for span, forms in spans.items() if span in ends}


def _is_end(reading: Reading, span: Span, forms: Iterable[Form]) -> bool:
    """A person ends before 氏, which the analyser takes into the name at times (習近|平氏)."""
    start, end = span
    if reading.is_edge(end, end - start):
        return True
    honoured = reading.plain.key.startswith("氏", end)
    return honoured and any(form.entry.type is EntryType.PERSON for form in forms)


def _is_in_katakana(text: str, position: int) -> bool:
    return (
        0 < position < len(text)
        and script(text[position - 1]) == script(text[position]) == "katakana"
    )


def _is_inside_other_word(hit: Hit, words: Sequence[Span]) -> bool:
    place = bisect_right(words, (hit.start, len(words) and words[-1][1])) - 1
    return place >= 0 and hit.end <= words[place][1] and (hit.start, hit.end) != words[place]


def _misread(reading: Reading, automaton: Automaton) -> list[Hit]:
    """Hits that need a look-alike kanji to be read as katakana (口シア)."""
    original = reading.plain.key
    read, places = fold.undo_lookalikes(original)
    if not places:
        return []
    spans = _spans(reading, fold.loosen(read), automaton)
    likely = {
        span: forms
        for span, forms in spans.items()
        if _is_likely_misread(span, places) and _stands_alone(span, original, read)
    }
    return _verified(reading, read, likely)


def _is_likely_misread(span: Span, places: Sequence[int]) -> bool:
    """Whether some characters are misread, and at most half of them."""
    misread = bisect_left(places, span[1]) - bisect_left(places, span[0])
    return 0 < misread <= (span[1] - span[0]) / 2


def _stands_alone(span: Span, original: str, read: str) -> bool:
    """Whether the script changes at both ends, what stands outside being read as it is printed."""
    start, end = span
    begins = start == 0 or is_change(original[start - 1], read[start])
    return begins and (end == len(read) or is_change(read[end - 1], original[end]))


FORMER = "前元"
"""Between a country or a name and a title: the former holder."""

GOVERNMENT = tuple("省庁局院軍隊党府会所議")
"""Last characters of organisations that a state has: 外務省, 国防省, 国民議会."""

_AMBIGUOUS = frozenset("中日加印ロ宇")
_BEFORE_SHORT = frozenset("前元現新故両各・")


def _without_stray_short(reading: Reading, hits: list[Hit]) -> list[Hit]:
    """Without countries and surnames in one character that no title follows."""
    offices = {hit.start for hit in hits if is_office(hit)}
    persons = {hit.end for hit in hits if hit.type is EntryType.PERSON}
    text = reading.plain.key
    return [
        hit
        for hit in hits
        if not hit.form.is_short
        or (_is_before_office(text, hit, offices) and _is_free_before(text, hit, persons))
    ]


def _is_before_office(text: str, hit: Hit, offices: set[int]) -> bool:
    if hit.type is EntryType.PERSON and text.startswith("氏", hit.end):
        return True
    return hit.end in offices or (
        text[hit.end : hit.end + 1] in set(FORMER) and hit.end + 1 in offices
    )


def _is_free_before(text: str, hit: Hit, persons: set[int]) -> bool:
    """Whether nothing before it makes one character a part of a longer word."""
    if hit.start in persons:
        return True
    before = text[hit.start - 1 : hit.start]
    if hit.type is EntryType.PLACE and text[hit.start] in _AMBIGUOUS:
        return False
    return before in _BEFORE_SHORT or script(before or " ") not in {"kanji", "letter"}


def is_office(hit: Hit) -> bool:
    """Whether a country may stand glued before this hit: a title, or an organ of state."""
    if hit.type is EntryType.ORGANISATION:
        return hit.form.plain.endswith(GOVERNMENT)
    return hit.type is EntryType.TITLE
