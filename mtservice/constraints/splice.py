"""Setting a rendering into English text so that what stands beside it still fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.model import EntryType
from mtservice.constraints.forms import WORD, begins_sentence
from mtservice.edits import Edit
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARTICLE_BEFORE = re.compile(r"(?:^|(?<=[\s(“\"'‘]))(an?|the)\s+$", re.IGNORECASE)
_ARTICLE_FIRST = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_FUNCTION = (
    "and|or|but|of|in|on|at|to|for|from|by|with|as|is|was|has|had|are|were|will|would|said|who|"
    "that|which|also|not|than|after|before|during"
)
_NOUN_AFTER = re.compile(rf"\s+(?!(?:{_FUNCTION})\b)[{WORD}]")
_WORD = re.compile(rf"[{WORD}][{WORD}'’.-]*")
_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_LIKE_YOU = re.compile(
    r"(?:eu|uni(?!n|m)|use|usu|ur[aio]|one\b|once\b|ut[eio]|u[kn]r)", re.IGNORECASE
)
_SPELT_OUT = re.compile(r"[A-Z](?:[A-Z]+\b|[-.\d])")
_VOWEL_LETTERS = "AEFHILMNORSX"
_BARE = {EntryType.PERSON, EntryType.PLACE}


def splice(
    text: str,
    span: Span,
    rendering: str,
    kind: EntryType,
    claimed: Sequence[Span] = (),
    *,
    bare: bool = False,
) -> Edit:
    """The edit that puts `rendering` in place of `text[span]`.

    Words beside the span that the rendering says too are taken in, so that nothing is doubled; an
    article before it is made to fit, or dropped where the rendering brings its own, where it is a
    name that no noun follows, or where `bare` asks for it; claimed spans are never touched.
    """
    span = _swallow(text, span, rendering, claimed)
    before, after = text[: span.start], text[span.end :]
    article = _ARTICLE_BEFORE.search(before)
    if begins_sentence(text, span.start) and rendering[:1].islower() and _plain(rendering):
        rendering = rendering[0].upper() + rendering[1:]
    if article and not _touched(Span(article.start(1), span.start), claimed):
        start = article.start(1)
        put = "" if bare else _article(article[1], rendering, kind, after)
        capital = article[1][0].isupper()
        new = f"{put} {rendering}" if put else rendering
        return _spaced(text, Span(start, span.end), _capitalised(new) if capital else new)
    return _spaced(text, span, rendering)


def indefinite(word: str) -> str:
    """`a` or `an`, by the sound that the word begins with."""
    if _SPELT_OUT.match(word):
        return "an" if word[0] in _VOWEL_LETTERS else "a"
    if _SILENT_H.match(word):
        return "an"
    vowel = word[:1].lower() in "aeiou" and not _LIKE_YOU.match(word)
    return "an" if vowel else "a"


def _article(found: str, rendering: str, kind: EntryType, after: str) -> str:
    """What becomes of an article that stands before the rendering."""
    if _ARTICLE_FIRST.match(rendering):
        return ""
    attributive = _NOUN_AFTER.match(after) is not None
    if kind in _BARE and rendering[:1].isupper() and not attributive:
        return ""
    return "the" if found.lower() == "the" else indefinite(rendering)


def _swallow(text: str, span: Span, rendering: str, claimed: Sequence[Span]) -> Span:
    """The span widened by neighbours that repeat the rendering's first or last words."""
    words = [word.lower() for word in _WORD.findall(rendering)]
    reach = 2 * len(rendering) + 10
    before = list(_WORD.finditer(text, max(0, span.start - reach), span.start))
    after = list(_WORD.finditer(text, span.end, span.end + reach))
    start, end = span.start, span.end
    for count in range(min(len(words), len(before)), 0, -1):
        found = before[-count:]
        if _same(found, words[:count]) and text[found[-1].end() : span.start].isspace():
            start = found[0].start()
            break
    for count in range(min(len(words), len(after)), 0, -1):
        found = after[:count]
        if _same(found, words[-count:]) and text[span.end : found[0].start()].isspace():
            end = found[-1].end()
            break
    left, right = Span(start, span.start), Span(span.end, end)
    return Span(
        span.start if _touched(left, claimed) else start,
        span.end if _touched(right, claimed) else end,
    )


def _same(found: Sequence[re.Match[str]], words: Sequence[str]) -> bool:
    return [match.group().lower() for match in found] == list(words)


def _spaced(text: str, span: Span, new: str) -> Edit:
    """The edit with a space where a word would otherwise touch the new one."""
    left, right = text[: span.start][-1:], text[span.end :][:1]
    if left and (left.isalnum() or left in ",.;:!?)”%"):
        new = f" {new}"
    if right.isalnum() or right in {"(", "“"}:
        new = f"{new} "
    return Edit(span.start, span.end, new)


def _touched(span: Span, claimed: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in claimed)


def _plain(rendering: str) -> bool:
    """Whether its first word is an ordinary one, unlike `iPhone`."""
    first = rendering.split(maxsplit=1)[0]
    return first[1:] == first[1:].lower()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
