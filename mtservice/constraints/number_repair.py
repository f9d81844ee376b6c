"""A wrong number in the English set right, where there is no doubt which one it is.

Only one number of the Japanese is missing and only one of the English comes from nowhere: the one
stands for the other. In all other cases the numbers are flagged and left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.constraints.numbers import compare
from mtservice.edits import Edit

if TYPE_CHECKING:
    from fractions import Fraction

    from mtservice.constraints.english_numbers import EnglishNumber
    from mtservice.constraints.japanese_numbers import Quantity

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_KINDS = {"number", "percent", "year", "day"}


def repair(source: str, target: str) -> Edit | None:
    """The edit of `target` that corrects its one wrong number; `None` where none is certain."""
    found = compare(source, target)
    if len(found.missing) != 1 or len(found.alien) != 1:
        return None
    (quantity,), (number,) = found.missing, found.alien
    if quantity.kind not in _KINDS or number.percent != (quantity.kind == "percent"):
        return None
    said = _said(quantity, number)
    return None if said is None else Edit(number.span.start, number.span.end, said)


def _said(quantity: Quantity, number: EnglishNumber) -> str | None:
    """The value in the form in which the wrong number is written; `None` where it has none."""
    value = quantity.value
    is_ordinal = number.text[-2:].lower() in {"st", "nd", "rd", "th"}
    if value.denominator != 1:
        places = f"{float(value):.6f}".rstrip("0")
        return None if is_ordinal or float(places) != float(value) else places
    whole = int(value)
    if is_ordinal:
        return f"{whole}{_suffix(whole)}"
    return str(whole) if quantity.kind in {"year", "day"} else in_figures(value)


def in_figures(value: Fraction | int) -> str:
    """A whole number as English news writes it: `1,200`, `15,000`, `2.5 million`, `500 million`."""
    for scale, word in _SCALES:
        if value >= scale and value % (scale // 1000) == 0:
            return f"{float(value / scale):.3f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{int(value):,}"


def _suffix(value: int) -> str:
    if value % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
