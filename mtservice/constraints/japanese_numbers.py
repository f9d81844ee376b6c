"""Numbers, dates and eras in Japanese text, as values.

Digits, full-width digits, kanji numerals and mixtures (`1億2000万`, `二〇二三年`, `三十二人`) are
read; a lone kanji numeral counts only before a counter, since 一部 or 三角 are words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from mtservice.constraints.eras import ERA_STARTS, era_before
from mtservice.model import Span

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}

_FIGURE = r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
_NUMERAL = r"[〇零一二三四五六七八九十百千]"
_NUMBER = rf"(?:{_FIGURE}[十百千]?[万億兆京]?|{_NUMERAL}+[万億兆京]?|(?<=[0-9０-９])[万億兆京])+"
_COUNTER = (
    r"(?:人|名|年|月|日|回|度目|社|隻|機|台|件|本|箇所|か所|カ所|ヵ所|か国|カ国|ヵ国|か月|カ月|ヵ月|"
    r"週間|時間|時|分|秒|歳|位|番目|倍|割|％|%|パーセント|ドル|円|ユーロ|ルーブル|トン|キロ|メートル|"
    r"世|期|条|章|票|議席|つの|個|校|州|都市|世紀|周年|発|基|両|師団|旅団)"
)
_PATTERN = re.compile(
    rf"(?P<number>{_NUMBER}|元(?=年))"
    rf"(?:分の(?P<numerator>{_NUMBER}))?\s?(?P<counter>{_COUNTER})?"
    rf"(?:(?P<tenths>[1-9１-９一二三四五六七八九])分(?!の))?"
)


DECIMAL_DOT = re.compile(
    r"(?<=[0-9０-９])・(?=[0-9０-９]+(?:倍|割|％|%|パーセント|ポイント|[万億兆]|度|点|歳|キロ|メートル|"
    r"センチ|ミリ|トン|グラム|リットル|ヘクタール|ドル|円|秒|㌔|㍍))"
)
"""The dot in `1・6倍`, as newspapers write a decimal point."""


def with_decimal_points(text: str) -> str:
    """The text with a decimal point for each such dot; as long as it was."""
    return DECIMAL_DOT.sub(".", text)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where it stands and what may be said for it."""

    span: Span
    text: str
    kind: str
    """`number`, `year`, `month`, `day`, `hour`, `percent` or `fraction`."""
    values: frozenset[Fraction]
    """Any of these values is right: 20年 is 20 or 2020, 午後3時 is 3 or 15."""

    @property
    def value(self) -> Fraction:
        """The likeliest value: the one as written."""
        return max(self.values) if self.kind == "year" else min(self.values)


def japanese_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a Japanese text, in order."""
    text, found = with_decimal_points(text), []
    for match in _PATTERN.finditer(text):
        quantity = _quantity(match, text)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def parse_number(text: str) -> Fraction:
    """The value of a numeral in digits, kanji or both; raises `ValueError` if it is none."""
    total, rest = Fraction(0), unicodedata.normalize("NFKC", text).replace(",", "")
    for match in re.finditer(r"([^万億兆京]*)([万億兆京]?)", rest):
        part, unit = match.groups()
        if part or unit:
            total += (_below_10000(part) if part else 1) * _LARGE_UNITS.get(unit, 1)
    return total


def _below_10000(text: str) -> Fraction:
    if re.fullmatch(r"[〇零一二三四五六七八九]+", text):
        return Fraction("".join(str(_DIGITS[char]) for char in text))
    total, pending = Fraction(0), None
    for piece in re.findall(r"[0-9]+(?:\.[0-9]+)?|.", text):
        if piece in _SMALL_UNITS:
            total += (1 if pending is None else pending) * _SMALL_UNITS[piece]
            pending = None
        elif piece in _DIGITS:
            pending = Fraction(_DIGITS[piece])
        elif piece[0].isdigit():
            pending = Fraction(piece)
        else:
            raise ValueError(f"{text!r} is not a number")
    return total + (pending or 0)


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    number, counter = match["number"], match["counter"] or ""
    head = text[: match.start()].removesuffix(" ").removesuffix("\u3000")
    era = era_before(head, len(head)) if counter == "年" else ""
    timed = head.endswith(("午前", "午後"))
    before = "" if era or timed else text[match.start() - 1 : match.start()]
    context = counter or match["numerator"] or ""
    if not _is_number(number, context, before) or (number == "元" and not era):
        return None
    span = Span(len(head) - len(era) if era else match.start(), match.end())
    value = Fraction(1) if number == "元" else parse_number(number)
    if match["numerator"]:
        share = parse_number(match["numerator"]) / value if value else Fraction(0)
        return Quantity(span, span.of(text), "fraction", frozenset({share}))
    kind, values = _reading(value, counter, era, text[max(0, span.start - 2) : span.start])
    if match["tenths"]:
        values = _with_tenths(values, counter, match["tenths"])
    return Quantity(span, span.of(text), kind, frozenset(values))


def _is_number(number: str, context: str, before: str) -> bool:
    """Whether a numeral is a number here: figures always, kanji with a counter or a large unit."""
    if number == "元" or re.search(r"[0-9０-９]", number):
        return True
    if before and re.match(r"[一-鿿]", before) and before not in "約第計全各毎満翌同":
        return False
    large = number[-1] in _LARGE_UNITS and len(number) > 1
    return large or (bool(context) and number + context != "十分")


def _reading(value: Fraction, counter: str, era: str, before: str) -> tuple[str, set[Fraction]]:
    if era:
        return "year", {ERA_STARTS[era] + value - 1}
    if counter == "年":
        return "year", {value, value + 1900, value + 2000} if 10 <= value < 100 else {value}
    if counter == "割":
        return "percent", {value * 10}
    if counter in ("%", "％", "パーセント"):
        return "percent", {value}
    if counter == "時":
        return "hour", {value, value + 12} if before == "午後" and value < 12 else {
            value,
            value % 12,
        }
    return {"月": "month", "日": "day"}.get(counter, "number"), {value}


def _with_tenths(values: set[Fraction], counter: str, tenths: str) -> set[Fraction]:
    """3割5分 is 35 per cent; a 分 behind anything else is minutes, and stands for itself."""
    if counter != "割":
        return values
    return {value + parse_number(tenths) for value in values}
