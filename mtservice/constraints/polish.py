"""Light corrections of English that are always right, as edits so that offsets can follow.

Full-width punctuation and brackets become their English ones, letters and digits narrow; no space
stands before a stop or a comma, or inside of quotes; a doubled comma or stop becomes one, and so
does a small word said twice in a row; the first letter is a capital. Each rule has a golden case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.constraints.forms import WORD
from mtservice.edits import Edit, apply, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtservice.model import Span

_STOPS = dict(zip("。．｡、，､！？：；", "...,,,!?:;", strict=True))
_OPENERS = dict(zip("（［「『【《〈〔｢", "([““[““[“", strict=True))
_CLOSERS = dict(zip("）］」』】》〉〕｣", ")]””]””]”", strict=True))
_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def _any_of(chars: object) -> str:
    return "[" + "".join(map(re.escape, chars)) + "]"  # type: ignore[call-overload]


_WIDE = re.compile(
    rf"\s*(?P<stop>{_any_of(_STOPS)})\s*|\s*(?P<open>{_any_of(_OPENERS)})\s*"
    rf"|\s*(?P<close>{_any_of(_CLOSERS)})|(?P<char>[\uff01-\uff5e])|(?P<space>\u3000+)"
)
_BEFORE_QUOTES = ("", " ", "(", "[", "“")
_SAID_ONCE = (
    "a an the of in on at to for from by with as and or but also is was are were be been has have "
    "he she it they its their this which who will would not"
).split()
_TIDY = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[ \u00a0]+(?=[,.;!?](?:\s|$))", ""),
        (r"[ \u00a0]+(?=[)\]”](?:\W|$))", ""),
        (r"(?<=[(\[“])[ \u00a0]+", ""),
        (r"(?<=,)\s*,+", ""),
        (r"(?<=[^.]\.)\s?\.(?=\s|$)", ""),
        (rf"(?<=[,.!?]”)(?=[{WORD}])", " "),
        (rf"\b((?i:{'|'.join(_SAID_ONCE)})) (?i:\1)\b", r"\1"),
        (r" {2,}", " "),
        (r"^\s+|\s+$", ""),
    )
)
_FIRST = re.compile(rf"[\W_]*([{WORD}][{WORD}'’-]*)(?![{WORD}]*[@/:.][{WORD}/])")


def corrections(text: str, protected: Sequence[Span] = ()) -> Iterator[tuple[Edit, ...]]:
    """Rounds of edits, each to be made on the result of the one before.

    Nothing inside or across a protected span is changed.
    """
    for rule in _RULES:
        edits = tuple(
            edit
            for edit in rule(text)
            if not any(edit.start < span.end and span.start < edit.end for span in protected)
            and not any(edit.start == span.start == edit.end for span in protected)
        )
        if edits:
            yield edits
            text = apply(text, edits)
            protected = [moved(span, edits) for span in protected]


def narrowed(text: str) -> str:
    """The text with full-width punctuation, letters and digits in their English form."""
    return apply(text, _narrow(text))


def _narrow(text: str) -> Iterator[Edit]:
    for hit in _WIDE.finditer(text):
        new = _english(hit, text)
        if new != hit.group():
            yield Edit(hit.start(), hit.end(), new)


def _english(hit: re.Match[str], text: str) -> str:
    """The English for full-width punctuation, with the space that English sets beside it."""
    before, after = text[: hit.start()], text[hit.end() :]
    if stop := hit["stop"]:
        closed = not after or after[0] in "\"'”’)]" or after[0] in _CLOSERS or after[0] in _STOPS
        return _STOPS[stop] + ("" if closed else " ")
    if opener := hit["open"]:
        bare = not before or before[-1] in "([“\"' " or before[-1] in _OPENERS
        return ("" if bare else " ") + _OPENERS[opener]
    if closer := hit["close"]:
        joined = re.match(rf"[{WORD}“(]", after) is not None
        return _CLOSERS[closer] + (" " if joined else "")
    return " " if hit["space"] else _NARROW[hit.group()]


def _quotes(text: str) -> Iterator[Edit]:
    """Without the space that a model leaves inside of straight quotes, if all are in pairs."""
    places = [index for index, char in enumerate(text) if char == '"']
    if len(places) % 2:
        return
    for start, end in zip(places[::2], places[1::2], strict=True):
        inside = text[start + 1 : end]
        if not inside.strip():
            continue
        first = end - len(inside.lstrip(" "))
        last = start + 1 + len(inside.rstrip(" "))
        if first > start + 1 and text[:start][-1:] in _BEFORE_QUOTES:
            yield Edit(start + 1, first, "")
        if last < end and not text[end + 1 : end + 2].isalnum():
            yield Edit(last, end, "")


def _tidy(pattern: re.Pattern[str], replacement: str) -> Callable[[str], Iterator[Edit]]:
    def edits(text: str) -> Iterator[Edit]:
        for hit in pattern.finditer(text):
            yield Edit(hit.start(), hit.end(), hit.expand(replacement))

    return edits


def _capital(text: str) -> Iterator[Edit]:
    hit = _FIRST.match(text)
    if hit and hit[1].islower() and len(hit[1][0].upper()) == 1 and "@" not in hit[1]:
        yield Edit(hit.start(1), hit.start(1) + 1, hit[1][0].upper())


_RULES: tuple[Callable[[str], Iterator[Edit]], ...] = (
    _narrow,
    _quotes,
    *(_tidy(pattern, replacement) for pattern, replacement in _TIDY),
    _capital,
)
