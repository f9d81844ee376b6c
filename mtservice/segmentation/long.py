"""Cuts an over-long sentence at the most sensible place; inside a word only if nothing is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.model import Span
from mtservice.segmentation.brackets import CLOSING, PAIRS
from mtservice.segmentation.characters import is_inside_grapheme, is_inside_number, script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("long-clause", re.compile(r"(?<=[がずしりてばめらきけど][、，])")),
    ("long-comma", re.compile(r"(?<=[、，；;：])|(?<=,)(?=\s)")),
    ("long-bracket", re.compile(f"(?<=[{re.escape(''.join(sorted(CLOSING)))}])")),
    ("long-bracket", re.compile(f"(?=[{re.escape(''.join(sorted(PAIRS)))}])")),
    (
        "long-clause",
        re.compile(
            r"(?<=[\u4e00-\u9fff]{2}し)(?=[^\u3041-\u309f\s、。])"
            r"|(?<=ており|たため|るため|たほか|るほか|するが|したが)(?=[^\s、。])"
        ),
    ),
    ("long-particle", re.compile(r"(?<=[はがをにでともへ])(?=[^\u3041-\u309f\s、。])")),
    ("long-space", re.compile(r"(?<=\S)(?=\s)")),
)
"""From the best kind of place to the least good one."""

_NOT_FIRST = CLOSING | frozenset(
    "、，,。．｡！？!?…‥・ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
"""Characters that no line, and no part of a sentence, begins with."""

_REACH = 40


def cut(
    text: str, span: Span, rule: str, fits: Callable[[str], bool] | None, max_chars: int
) -> Iterator[tuple[Span, str]]:
    """Parts of `span` that fit, in order, each with the rule that ended it.

    A part that cannot be divided any further is given as it is.
    """
    for part, ending in _by_length(text, span, rule, max_chars):
        yield from _until_fits(text, part, ending, fits)


def _by_length(text: str, span: Span, rule: str, max_chars: int) -> Iterator[tuple[Span, str]]:
    """Parts of about equal length, none longer than `max_chars`."""
    begin = span.start
    while span.end - begin > max_chars:
        parts = -(-(span.end - begin) // max_chars)
        middle = begin + (span.end - begin) // parts
        at, ending = _best(text, begin, middle, min(begin + max_chars, span.end - 1))
        yield Span(begin, at), ending
        begin = at
    yield Span(begin, span.end), rule


def _until_fits(
    text: str, span: Span, rule: str, fits: Callable[[str], bool] | None
) -> Iterator[tuple[Span, str]]:
    waiting = [(span, rule)]
    while waiting:
        part, ending = waiting.pop()
        if fits is None or len(part) < 2 or fits(part.of(text).strip()):
            yield part, ending
            continue
        middle = (part.start + part.end) // 2
        at, kind = _best(text, part.start, middle, part.end - 1)
        if not part.start < at < part.end:  # one grapheme: nothing left to cut
            yield part, ending
            continue
        waiting += [(Span(at, part.end), ending), (Span(part.start, at), kind)]


def _best(text: str, begin: int, middle: int, last: int) -> tuple[int, str]:
    """The best place to cut at, near `middle`, after `begin` and not after `last`."""
    reach = max(1, (middle - begin) // 2)
    low, high = max(begin + 1, middle - reach), min(last, middle + reach)
    for name, place in _PLACES:
        found = [
            match.start()
            for match in place.finditer(text, low, high + 1)
            if match.start() <= high and _allowed(text, match.start())
        ]
        if found:
            return min(found, key=lambda at: (abs(at - middle), at)), name
    return _forced(text, begin, middle, last)


def _forced(text: str, begin: int, middle: int, last: int) -> tuple[int, str]:
    """Where the script changes; else between any two characters of no number; else anywhere."""
    window = range(max(begin + 1, middle - _REACH), min(last, middle + _REACH) + 1)
    near = sorted(window, key=lambda at: abs(at - middle))
    free = [at for at in near if _allowed(text, at)]
    change = [at for at in free if script(text[at - 1]) != script(text[at])]
    if change:
        return change[0], "long-script"
    if free:
        return free[0], "long-forced"
    whole = [at for at in range(middle, begin, -1) if not is_inside_grapheme(text, at)]
    return (whole[0] if whole else last), "long-forced"


def _allowed(text: str, at: int) -> bool:
    return not (
        text[at] in _NOT_FIRST or is_inside_grapheme(text, at) or is_inside_number(text, at)
    )
