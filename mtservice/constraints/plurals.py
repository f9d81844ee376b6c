"""English plurals of nouns and noun phrases."""

from __future__ import annotations

import re

_IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "ox": "oxen",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "datum": "data",
    "medium": "media",
    "crisis": "crises",
    "basis": "bases",
    "analysis": "analyses",
    "thesis": "theses",
    "axis": "axes",
    "life": "lives",
    "wife": "wives",
    "knife": "knives",
    "leaf": "leaves",
    "half": "halves",
    "self": "selves",
    "loaf": "loaves",
    "thief": "thieves",
    "shelf": "shelves",
    "wolf": "wolves",
    "hero": "heroes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "echo": "echoes",
    "veto": "vetoes",
    "embargo": "embargoes",
    "torpedo": "torpedoes",
    "attorney general": "attorneys general",
    "secretary general": "secretaries general",
}
_ENDS_IRREGULAR = re.compile(r"(?:^|.*[a-z])(man|woman|child)$")
_NOT_MAN = {"german", "roman", "human", "ottoman", "norman", "talisman", "shaman", "oman"}
_SAME = {"series", "species", "aircraft", "spacecraft", "means", "headquarters", "sheep", "fish"}
_PREPOSITION = re.compile(r"[ -](?:of|for|in|to|on|at|with|from|against|by)[ -]")


def plural(phrase: str) -> str:
    """The plural of a noun phrase: `heads of state`, `ministries`, `deputy chairmen`.

    The word before the first preposition is the head, else the last one. A phrase that ends like
    a plural already, or in no letter, comes back as it is.
    """
    cut = _PREPOSITION.search(phrase)
    head, rest = (phrase[: cut.start()], phrase[cut.start() :]) if cut else (phrase, "")
    start = max(head.rfind(" "), head.rfind("-")) + 1
    return head[:start] + _word(head[start:]) + rest


def is_plural(phrase: str) -> bool:
    """Whether the phrase ends like a plural: `ministers`, `men`, not `press` or `status`."""
    last = re.split(r"[ -]", phrase)[-1].lower()
    return last in _IRREGULAR.values() or _looks_plural(last)


def _word(word: str) -> str:
    lower = word.lower()
    if not word[-1:].isalpha() or lower in _SAME or _looks_plural(lower):
        return word
    if lower in _IRREGULAR:
        return word[:1] + _IRREGULAR[lower][1:]
    ending = _ENDS_IRREGULAR.match(lower)
    if ending and lower not in _NOT_MAN:
        return word[: ending.start(1)] + _IRREGULAR[ending[1]]
    return word + _suffix(word) if not _takes_ies(lower) else word[:-1] + "ies"


def _looks_plural(lower: str) -> bool:
    return len(lower) > 2 and lower.endswith("s") and lower[-2] not in "susi'"


def _takes_ies(lower: str) -> bool:
    return len(lower) > 2 and lower.endswith("y") and lower[-2] not in "aeiou"


def _suffix(word: str) -> str:
    if word.isupper():
        return "s"
    return "es" if re.search(r"(?:s|x|z|ch|sh)$", word.lower()) else "s"
