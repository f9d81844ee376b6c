"""Where sentences end: one function a rule, tried at the places that a regular expression finds.

Each rule looks at one candidate and either gives the offset where the sentence ends or lets the
text run on. Nothing here looks back further than a few characters, so a scan is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mtservice.segmentation.brackets import CLOSING, find_brackets
from mtservice.segmentation.characters import is_alphabetic, is_inside_grapheme, is_japanese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mtservice.segmentation.brackets import Brackets


class Boundary(NamedTuple):
    """A place where a piece ends, and the rule that says so."""

    at: int
    rule: str


_CANDIDATE = re.compile(
    r"(?P<newline>[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+)"
    r"|(?P<tab>\t+)"
    r"|(?P<ellipsis>(?:[…‥]|・{3,}|\.{3,}|。{3,})+)"
    r"|(?P<stop>[。｡！？!?‼⁇⁈⁉]+)"
    r"|(?P<period>[.．])"
    r"|(?P<mark>(?<=\s)(?:[●■◆◇□▼▲▽△★☆◎※①-⑳]|○(?!○)|・)(?=\S))"
)

_RUNS_ON = re.compile(r"[、，,，：:;；]|と(?=[言思聞問述叫答語い、の])|って")
"""After a bare ！ or ？ the sentence goes on: 「え？と聞く」."""

_RUNS_ON_AFTER_CLOSING = re.compile(
    r"[、，,：:（(・]"
    r"|と(?!ころ|りわけ|もかく|はいえ|ても)|って|など|なんて|なる(?!ほど)|なの|なら|なり|な(?=[どのらりる])"
    r"|の(?!ち)|は(?!い|じめ|たし|るか|や)|が(?!ん)|を|に(?!もかかわらず|ほん)"
    r"|で(?!も|は|すが|すから|あるから|きる|きな)|も(?!ちろん|し|っと|う|は|とも)"
    r"|へ(?=[のと、])|や(?=[、「『])|だ(?=[とった、])|から(?=[、のはも])|まで|より(?=[、も])|だけ|さえ|しか(?!し)|か(?=[、らどの])"
)
"""After 。」 the sentence goes on: 「そうだ。」と述べた."""

_NAMES = re.compile(
    r"(?:モーニング娘|カントリー娘|ゲスの極み乙女|ココナッツ娘|ミニモニ|藤岡弘)[。｡]$"
    r"|(?:[A-Za-z]|ハロー|けいおん|ラブライブ|ときめき)[!！]$"
)
_AFTER_NAME = re.compile(
    r"[のをはがとにもやへでプ]|から|より|ニュース|知恵袋|オークション|ショッピング|JAPAN"
)
"""What follows a name that ends in a full stop or an exclamation mark: モーニング娘。の."""

_PARTICLE = re.compile(r"を|の(?![ちどんびりろみむ])")
"""Particles that no sentence begins with: before them a stop belongs to a name."""

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos vs etc inc ltd co corp jr sr vol fig pp p cf gen col lt sgt capt "
    "sen rep gov hon rev art sec ch ed eds al approx est dept jan feb mar apr jun jul aug sep sept "
    "oct nov dec e.g i.e u.s u.k u.n a.m p.m ph.d".split()
)
_LAST_WORD = re.compile(r"[A-Za-z](?:[A-Za-z.]*[A-Za-z])?$")
_BEFORE_SENTENCE = re.compile(r"[\"”’)\]]*\s+[\"“‘(\[「『]?(?=[^\W\d_]|\d)")
_LIST_NUMBER = re.compile(r"\s*[(（]?[0-9０-９]{1,3}|\s*[(（]?[a-zA-Z]")
"""What stands before the stop of a numbered item: 「1. はじめに」 is one piece."""

_NEXT_NUMBER = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff。）」]\s+[(（]?[0-9０-９]{1,2}$")
"""The number of a further item on the line of the one before: 「1. はじめに 2. 終わりに」."""

_BEFORE_BULLET = tuple("。！？」）)")

_LOOK_BACK = 24


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place where a sentence may end, and what a rule needs to know of it."""

    text: str
    start: int
    end: int
    begin: int
    """Where the sentence began."""
    brackets: Brackets

    @property
    def run(self) -> str:
        return self.text[self.start : self.end]

    @property
    def closed(self) -> int:
        """Where the closing brackets and quotation marks after the candidate are over."""
        end = self.end
        while end < len(self.text) and self._belongs(end):
            end += 1
        return end

    def _belongs(self, at: int) -> bool:
        closes = self.text[at] in CLOSING or at in self.brackets.closing_quotes
        return closes or (is_inside_grapheme(self.text, at) and not self.text[at].isspace())

    def before(self, limit: int) -> str:
        """At most `limit` characters of the sentence, up to the candidate."""
        return self.text[max(self.begin, self.start - limit) : self.start]


def find_boundaries(text: str) -> Iterator[Boundary]:
    """The places where sentences of `text` end, in order, each with its rule."""
    brackets = find_brackets(text)
    begin = 0
    for found in _CANDIDATE.finditer(text):
        rule = _RULES[found.lastgroup or ""]
        boundary = rule(_Candidate(text, found.start(), found.end(), begin, brackets))
        if boundary is not None:
            begin = boundary.at
            yield boundary


def _newline(place: _Candidate) -> Boundary | None:
    return Boundary(place.start, "newline")


def _tab(place: _Candidate) -> Boundary | None:
    return Boundary(place.start, "tab")


def _list_mark(place: _Candidate) -> Boundary | None:
    if place.run == "・" and not _is_bullet(place):
        return None
    inside = place.brackets.inside[place.start - 1]
    return None if inside else Boundary(place.start, "list-mark")


def _is_bullet(place: _Candidate) -> bool:
    """A dot after white space joins two names, unless a list or a new sentence surrounds it."""
    before = place.text[place.begin : place.start].strip()
    return before.startswith("・") or before.endswith(_BEFORE_BULLET)


def _ellipsis(place: _Candidate) -> Boundary | None:
    """Dots end a sentence only before white space, and only if there was a sentence."""
    end = place.closed
    if place.brackets.inside[end - 1] or not place.text[end : end + 1].isspace():
        return None
    return Boundary(end, "ellipsis") if any(map(str.isalnum, place.before(3))) else None


def _stop(place: _Candidate) -> Boundary | None:
    end = place.closed
    if place.brackets.inside[end - 1]:
        return None
    if end > place.end:
        return None if _RUNS_ON_AFTER_CLOSING.match(place.text, end) else Boundary(end, "quote")
    if _is_part_of_name(place) or _RUNS_ON.match(place.text, end):
        return None
    return Boundary(end, _stop_name(place.run))


def _stop_name(run: str) -> str:
    if any(mark in run for mark in "？?⁇⁈"):
        return "question"
    return "exclamation" if any(mark in run for mark in "！!‼⁉") else "stop"


def _is_part_of_name(place: _Candidate) -> bool:
    if place.end - place.start > 1 or place.end == len(place.text):
        return False
    if _PARTICLE.match(place.text, place.end):
        return True
    name = _NAMES.search(place.before(_LOOK_BACK) + place.run)
    return bool(name and _AFTER_NAME.match(place.text, place.end))


def _period(place: _Candidate) -> Boundary | None:
    """A western full stop: before white space and a new sentence, not after an abbreviation."""
    end, before = place.closed, place.before(_LOOK_BACK)
    if not before or place.brackets.inside[end - 1] or _LIST_NUMBER.fullmatch(before):
        return None
    if number := _NEXT_NUMBER.search(before):
        return Boundary(place.start - len(number.group()) + 1, "list-mark")
    if place.run == "．":
        ends = _is_wide_stop(place)
    else:
        ends = bool(_BEFORE_SENTENCE.match(place.text, end)) and not _is_abbreviation(before)
    return Boundary(end, "period") if ends else None


def _is_wide_stop(place: _Candidate) -> bool:
    """Full-width ．: a stop after Japanese, a decimal point or an abbreviation after the rest."""
    before, after = place.text[place.start - 1], place.text[place.end : place.end + 1]
    return (is_japanese(before) or before in CLOSING) and not after.isdigit()


def _is_abbreviation(before: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    return len(word.group()) == 1 or word.group().lower() in _ABBREVIATIONS


_RULES: dict[str, Callable[[_Candidate], Boundary | None]] = {
    "newline": _newline,
    "tab": _tab,
    "ellipsis": _ellipsis,
    "stop": _stop,
    "period": _period,
    "mark": _list_mark,
}


def is_line_end(text: str, begin: int, at: int) -> bool:
    """Whether a hard line break at `at`, in a line that began at `begin`, ends a sentence too.

    It does after a short line or a stop; after kana it is taken for a break within a sentence,
    as converters of PDF files leave them.
    """
    line, after = text[begin:at].rstrip(), text[at:].lstrip()[:1] if at < len(text) else ""
    if not line or not after:
        return False
    last = line[-1]
    if "\u3041" <= after <= "\u309f" or last in "、，,・" or "\u3041" <= last <= "\u309f":
        return False
    return len(line) <= _SHORT_LINE or not (is_japanese(last) or is_alphabetic(last))


_SHORT_LINE = 24
