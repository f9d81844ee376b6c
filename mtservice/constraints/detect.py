"""What a reader would trip over in a translation: each detector has a name and a message.

`empty` `leftover` `loop` `short` `long` `stray` `truncated` mean that the decoding went wrong;
`doubled` that something is said twice; `forbidden` that a banned rendering is used.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mtservice.constraints.forms import WORD
from mtservice.model import Flag, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mtservice.constraints.plan import Plan
    from mtservice.constraints.verify import Verdict

BROKEN = frozenset({"empty", "leftover", "loop", "short", "stray"})
"""Alarms after which the segment is decoded again in another way."""

JAPANESE = re.compile(
    "[\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]+"
)
"""Kana, kanji and half-width kana."""

_STRAY = re.compile(r"[⟦⟧⟶▁\u2047\ufffd]|</?s>|<unk>|<pad>|<0x[0-9A-F]{2}>")
_WORDS = re.compile(rf"[{WORD}](?:[{WORD}'’.-]*[{WORD}])?|[^\W{WORD}_]+")
_RUN = re.compile(r"(\S{1,6}?)\1{5,}")
_TWICE_IS_FINE = {"had", "that", "very", "so", "no", "bye", "ha", "blah", "many", "long", "far"}
_LONGEST_UNIT = 12
_LENGTHY = 20
_LEAST_VARIETY = 0.5
_SHORT_SOURCE, _LONG_SOURCE = 12, 30
_MOST_PER_CHARACTER, _LEAST_PER_CHARACTER = 8.0, 0.55
_SPARE = 40
_SURPLUS = 2


def detect(plan: Plan, text: str, verdict: Verdict, *, truncated: bool = False) -> tuple[Flag, ...]:
    """The flags of a target text, in the order of the detectors."""
    found = [flag for detector in _DETECTORS for flag in detector(plan, text)]
    found += [*_doubled(plan, text, verdict), *_forbidden(plan, text, verdict)]
    if truncated:
        found.append(Flag("truncated", "The model stopped at its length limit: text is missing."))
    return tuple(found)


def has_japanese(text: str) -> bool:
    """Whether the text holds kana or kanji."""
    return JAPANESE.search(text) is not None


def repeated(text: str) -> Span | None:
    """The first stretch of words that is said again at once, three times where it is short."""
    words = [(match.group().lower(), match.start(), match.end()) for match in _WORDS.finditer(text)]
    keys = [word for word, _, _ in words]
    for start in range(len(keys)):
        for size in range(1, min(_LONGEST_UNIT, (len(keys) - start) // 2) + 1):
            times = 3 if size <= 2 else 2
            unit = keys[start : start + size]
            end = start + size * times
            if keys[start:end] == unit * times and not all(key.isdigit() for key in unit):
                return Span(words[start][1], words[end - 1][2])
    return None


def _empty(plan: Plan, text: str) -> Iterator[Flag]:
    if not _WORDS.search(text) and _WORDS.search(plan.text):
        yield Flag("empty", "The model gave no words for this segment.")


def _leftover(plan: Plan, text: str) -> Iterator[Flag]:
    allowed = [
        found.span
        for requirement in plan.requirements
        if any(has_japanese(form.text) for form in requirement.surface.forms)
        for found in requirement.surface.find(text)
    ]
    for hit in JAPANESE.finditer(text):
        span = Span(*hit.span())
        if not any(span.overlaps(other) for other in allowed):
            yield Flag("leftover", f"Japanese is left in the English: {hit.group()}", target=span)


def _loop(plan: Plan, text: str) -> Iterator[Flag]:
    run = _RUN.search(text)
    if run and run.group() not in plan.text and not re.fullmatch(r"[\W\d_]+", run.group()):
        yield Flag("loop", "A string is repeated over and over.", target=Span(*run.span()))
        return
    span = repeated(text)
    if span is not None:
        yield Flag("loop", f"Words are repeated: {span.of(text)}", target=span)
    elif _lacks_variety(text):
        yield Flag("loop", "The same few words come back again and again.")


def _lacks_variety(text: str) -> bool:
    keys = [match.group().lower() for match in _WORDS.finditer(text)]
    grams = list(zip(keys, keys[1:], keys[2:], strict=False))
    return len(grams) >= _LENGTHY and len(set(grams)) < _LEAST_VARIETY * len(grams)


def _length(plan: Plan, text: str) -> Iterator[Flag]:
    source = sum(char.isalnum() for char in plan.text)
    words = len(_WORDS.findall(text))
    if source >= _SHORT_SOURCE and words == 1:
        yield Flag("short", "One word stands for a whole sentence.")
    elif source >= _LONG_SOURCE and words and len(text) < _LEAST_PER_CHARACTER * source:
        yield Flag("short", "The English is much shorter than the Japanese: text may be missing.")
    elif len(text) > _MOST_PER_CHARACTER * max(source, 1) + _SPARE:
        yield Flag("long", "The English is much longer than the Japanese: text may be made up.")


def _stray(plan: Plan, text: str) -> Iterator[Flag]:
    for hit in _STRAY.finditer(text):
        if hit.group() not in plan.text:
            message = f"A mark of the model is left in the text: {hit.group()}"
            yield Flag("stray", message, target=Span(*hit.span()))


def _doubled(plan: Plan, text: str, verdict: Verdict) -> Iterator[Flag]:
    """Words and terms that stand twice in a row, and terms said more often than the source does."""
    seen: list[Span] = []
    for span in (*_doubled_words(text), *_doubled_terms(plan, text, verdict)):
        if not any(span.overlaps(other) for other in seen):
            seen.append(span)
            yield Flag("doubled", f"Said twice in a row: {span.of(text)}", target=span)
    for members in plan.groups.values():
        spans = _mentions(plan, members, text, verdict)
        requirement = plan.requirements[members[0]]
        if len(spans) >= len(members) + _SURPLUS:
            message = (
                f"“{requirement.wanted}” is said {len(spans)} times, "
                f"the source says it {len(members)} times."
            )
            yield Flag("doubled", message, requirement.source, spans[-1])


def _doubled_words(text: str) -> Iterator[Span]:
    for one, two in pairwise(_WORDS.finditer(text)):
        word = two.group().lower()
        twice = one.group().lower() == word and text[one.end() : two.start()].isspace()
        if twice and word not in _TWICE_IS_FINE and not word[0].isdigit():
            yield Span(one.start(), two.end())


def _doubled_terms(plan: Plan, text: str, verdict: Verdict) -> Iterator[Span]:
    for members in plan.groups.values():
        for one, two in pairwise(_mentions(plan, members, text, verdict)):
            if text[one.end : two.start].isspace():
                yield Span(one.start, two.end)


def _mentions(plan: Plan, members: list[int], text: str, verdict: Verdict) -> list[Span]:
    """Where a term is said, apart from spans that stand for other terms."""
    own = {span for i in members if (place := verdict.places[i]) for span in place.spans}
    others = [span for span in verdict.claimed if span not in own]
    found = plan.requirements[members[0]].surface.find(text)
    return [item.span for item in found if not any(item.span.overlaps(other) for other in others)]


def _forbidden(plan: Plan, text: str, verdict: Verdict) -> Iterator[Flag]:
    for item in verdict.banned:
        requirement = plan.requirements[item.requirement]
        said = item.span.of(text)
        message = (
            f"“{said}” must not stand for {requirement.match.text}; use “{requirement.wanted}”."
        )
        yield Flag("forbidden", message, requirement.source, item.span)


_DETECTORS: tuple[Callable[[Plan, str], Iterator[Flag]], ...] = (
    _empty,
    _leftover,
    _loop,
    _length,
    _stray,
)
