"""Numbers in English text, as values: figures, number words, ordinals, scales, months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from mtservice.model import Span

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)}
_WORDS |= {word: value * 10 for value, word in enumerate(_TENS, start=2)}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES |= {"trillion": 10**12, "quadrillion": 10**15, "bn": 10**9, "mn": 10**6, "dozen": 12}
_SHARES = {"half": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3)}
_SHARES |= {"quarter": Fraction(1, 4), "quarters": Fraction(1, 4)}
_SHARES |= {f"{word}s": Fraction(1, value) for word, value in _ORDINALS.items() if value > 2}
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_OTHER = {"single": 1, "once": 1, "twice": 2, "both": 2, "pair": 2, "couple": 2, "double": 2}
_OTHER |= {"triple": 3, "bilateral": 2, "trilateral": 3, "monthly": 1}

_ROMAN = {
    numeral: value
    for value, numeral in enumerate(
        "II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII".split(),
        start=2,
    )
}

_EITHER = frozenset(word for word, value in _ORDINALS.items() if value > 2)
"""`a third of the seats`, `the third seat`."""

_TOKEN = re.compile(r"(?<=[0-9]):00\b|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[A-Za-z]+|%|/")
_ORDINAL_SUFFIX = ("st", "nd", "rd", "th")


@dataclass(frozen=True, slots=True)
class EnglishNumber:
    """A number in an English text and where it stands."""

    span: Span
    text: str
    values: frozenset[Fraction]
    """More than one for `third`: 3 or 1/3."""
    figures: bool
    """Written with digits: such a number must come from somewhere; `one` or `both` need not."""
    month: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    span: Span


def english_numbers(text: str) -> tuple[EnglishNumber, ...]:
    """The numbers of an English text, in order."""
    tokens = [_Token(m.group().lower(), Span(*m.span())) for m in _TOKEN.finditer(text)]
    found: list[EnglishNumber] = []
    position = 0
    while position < len(tokens):
        number, used = _read(tokens, position, text)
        if number is not None:
            found.append(number)
        position += max(used, 1)
    return tuple(found)


def _read(tokens: list[_Token], position: int, text: str) -> tuple[EnglishNumber | None, int]:
    first = tokens[position]
    if first.text in _MONTHS and text[first.span.start].isupper():
        return _number(text, first, first, Fraction(_MONTHS.index(first.text) + 1), month=True), 1
    if (roman := _ROMAN.get(first.span.of(text))) is not None:
        return _number(text, first, first, Fraction(roman)), 1
    if first.text in _OTHER:
        return _number(text, first, first, Fraction(_OTHER[first.text])), 1
    if not (first.text[0].isdigit() or first.text in _WORDS or first.text in _ORDINALS):
        share = _SHARES.get(first.text)
        return (None, 1) if share is None else (_number(text, first, first, share), 1)
    value, used = _cardinal(tokens, position)
    value, used = _share(tokens, position, value, used)
    last = tokens[position + used - 1]
    percent = position + used < len(tokens) and tokens[position + used].text in (
        "%",
        "percent",
        "per",
    )
    return _number(text, first, last, value, percent=percent), used


def _number(
    text: str,
    first: _Token,
    last: _Token,
    value: Fraction,
    *,
    month: bool = False,
    percent: bool = False,
) -> EnglishNumber:
    span = Span(first.span.start, last.span.end)
    values = {value, 1 / value} if span.of(text).lower() in _EITHER else {value}
    return EnglishNumber(
        span, span.of(text), frozenset(values), first.text[0].isdigit(), month, percent
    )


def _cardinal(tokens: list[_Token], position: int) -> tuple[Fraction, int]:
    """The longest number that begins at `position`, and how many tokens it takes."""
    total, group, used, last = Fraction(0), Fraction(0), 0, 0
    for offset, token in enumerate(tokens[position:]):
        word = token.text
        if word in _SCALES and offset:
            scale = _SCALES[word]
            if scale == 100 and group < 100:
                group *= 100
            else:
                total, group = total + (group or 1) * scale, Fraction(0)
            last = scale
        elif word == "and" and last and position + offset + 1 < len(tokens):
            if tokens[position + offset + 1].text not in _WORDS:
                break
            continue
        elif (part := _part(word)) is not None and _continues(offset, group, last, part, word):
            group += part
            last = 1 if part < 20 else 10
        else:
            break
        used = offset + 1
        if word in _ORDINALS:
            break
    if position + used < len(tokens) and _is_ordinal_suffix(tokens, position + used):
        used += 1
    return total + group, used


def _part(word: str) -> Fraction | None:
    if word[0].isdigit():
        return Fraction(word.replace(",", ""))
    value = _WORDS.get(word, _ORDINALS.get(word))
    return None if value is None else Fraction(value)


def _continues(offset: int, group: Fraction, last: int, part: Fraction, word: str) -> bool:
    """Whether a part goes on the number before it: `forty two`, `two hundred five`, not `2 3`."""
    if offset == 0:
        return True
    if word[0].isdigit():
        return False
    return (last == 10 and part < 10 and group % 10 == 0) or (last >= 100 and part < 100)


def _is_ordinal_suffix(tokens: list[_Token], position: int) -> bool:
    before, token = tokens[position - 1], tokens[position]
    return token.text in _ORDINAL_SUFFIX and before.span.end == token.span.start


def _share(tokens: list[_Token], position: int, value: Fraction, used: int) -> tuple[Fraction, int]:
    """`two thirds`, `1/3`."""
    rest = [token.text for token in tokens[position + used : position + used + 2]]
    if rest and rest[0] in _SHARES and value < 100:
        return value * _SHARES[rest[0]], used + 1
    if (
        len(rest) == 2
        and rest[0] == "/"
        and rest[1][0].isdigit()
        and Fraction(rest[1].replace(",", ""))
    ):
        return value / Fraction(rest[1].replace(",", "")), used + 2
    return value, used
