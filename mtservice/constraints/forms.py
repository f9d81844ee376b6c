"""The surface forms of a rendering that count as the term being said.

A rendering counts as written; with a capital where a sentence begins; in its regular or irregular
plural, and before a possessive, where the entry lets it inflect; and with hyphen, space and en
dash, or straight and curly apostrophe, in each other's place. A form stands on word bounds: no
Latin letter or digit touches it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from glossary.model import CaseRule
from mtservice.constraints.plurals import plural
from mtservice.model import Span

WORD = "0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
"""Latin letters and digits, as the inside of a character class."""

_LEFT = rf"(?<![{WORD}])"
_RIGHT = rf"(?![{WORD}])"
_POSSESSIVE = rf"(?!['\u2019]s?(?![{WORD}]))"
_JOINT = " \u00a0\\-\u2010\u2011\u2013"
_VARIABLE = {
    **dict.fromkeys(" \u00a0-\u2010\u2011\u2013", f"[{_JOINT}]"),
    **dict.fromkeys("'\u2019\u02bc", "['\u2019\u02bc]"),
}
_OPENERS = " \t\n\u00a0'\"\u2018\u2019\u201c\u201d()[]*–—-"
_STOPS = ".!?:;…"


@dataclass(frozen=True, slots=True)
class Form:
    """One accepted form: its text, and how far it is from what was asked for."""

    text: str
    wanted: bool
    """Made from the wanted rendering, not from another one that is accepted."""
    inflected: bool

    @property
    def tier(self) -> str:
        """`wanted`, `admitted`, or either of them `inflected`."""
        name = "wanted" if self.wanted else "admitted"
        return f"{name}, inflected" if self.inflected else name

    @property
    def cost(self) -> int:
        """0 for the wanted rendering itself; more, the further away."""
        return 2 * (not self.wanted) + self.inflected


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A form found in a text."""

    span: Span
    form: Form


@dataclass(frozen=True, slots=True)
class Surface:
    """All accepted forms of one term, ready to be looked for."""

    forms: tuple[Form, ...]
    case: CaseRule
    pattern: re.Pattern[str]

    def find(self, text: str) -> tuple[Occurrence, ...]:
        """Disjoint occurrences from left to right, at each place the longest form."""
        return tuple(
            Occurrence(Span(hit.start(), hit.end()), self.forms[(hit.lastindex or 1) - 1])
            for hit in self.pattern.finditer(text)
            if self._case_fits(hit, text)
        )

    def accepts(self, text: str) -> bool:
        """Whether the whole of `text` is one accepted form, as it may stand in a sentence."""
        return self.pattern.fullmatch(text) is not None

    def _case_fits(self, hit: re.Match[str], text: str) -> bool:
        if self.case is CaseRule.SENTENCE:
            return True
        form = self.forms[(hit.lastindex or 1) - 1]
        return hit.group()[0] == form.text[0] or begins_sentence(text, hit.start())


def begins_sentence(text: str, position: int) -> bool:
    """Whether a sentence begins at `position`: the text, or what follows a stop or a colon."""
    before = text[:position].rstrip(_OPENERS)
    return not before or before[-1] in _STOPS


@lru_cache(maxsize=65536)
def surface(
    renderings: tuple[str, ...],
    case: CaseRule = CaseRule.EXACT,
    inflect: bool = True,
) -> Surface:
    """The accepted forms of `renderings`, the first of which is the wanted one."""
    found: dict[str, Form] = {}
    for index, rendering in enumerate(renderings):
        found.setdefault(rendering, Form(rendering, index == 0, inflected=False))
    for index, rendering in enumerate(renderings if inflect else ()):
        many = plural(rendering)
        found.setdefault(many, Form(many, index == 0, inflected=True))
    forms = tuple(sorted(found.values(), key=lambda form: (-len(form.text), form.cost, form.text)))
    bound = _RIGHT if inflect else _RIGHT + _POSSESSIVE
    choices = "|".join(f"({_expression(form.text, case)})" for form in forms)
    return Surface(forms, case, re.compile(f"{_LEFT}(?:{choices}){bound}"))


@lru_cache(maxsize=4096)
def loose(rendering: str, *, inflected: bool = False) -> re.Pattern[str]:
    """A word-bounded pattern for a rendering in whatever letter case; its plural if told so."""
    forms = dict.fromkeys([rendering, plural(rendering)] if inflected else [rendering])
    bodies = ["".join(_VARIABLE.get(char, re.escape(char)) for char in form) for form in forms]
    return re.compile(f"{_LEFT}(?:{'|'.join(bodies)}){_RIGHT}", re.IGNORECASE)


def _expression(form: str, case: CaseRule) -> str:
    words = re.split(f"([{_JOINT}]+)", form)
    if case is CaseRule.SENTENCE:
        return "".join(_word(word, either=_is_ordinary(word)) for word in words)
    lower_first = form[:1].islower()
    return "".join(_word(word, either=lower_first and i == 0) for i, word in enumerate(words))


def _is_ordinary(word: str) -> bool:
    """Whether the word's first letter may change its case: not in `UN`, not in `iPhone`."""
    return word[1:] == word[1:].lower()


def _word(word: str, *, either: bool) -> str:
    pieces = [_VARIABLE.get(char, re.escape(char)) for char in word]
    if either and word[:1].isalpha() and len(word[0].lower()) == len(word[0].upper()) == 1:
        pieces[0] = f"[{re.escape(word[0].lower())}{re.escape(word[0].upper())}]"
    return "".join(pieces)
