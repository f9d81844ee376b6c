"""Numbers and dates on both sides: all that the Japanese says is in the English, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.english_numbers import english_numbers
from mtservice.constraints.japanese_numbers import japanese_quantities
from mtservice.model import Flag

if TYPE_CHECKING:
    from fractions import Fraction

    from mtservice.constraints.english_numbers import EnglishNumber
    from mtservice.constraints.japanese_numbers import Quantity

FLAG = "number"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Numbers that one side has and the other lacks."""

    missing: tuple[Quantity, ...]
    """Those of the Japanese that the English does not say."""
    alien: tuple[EnglishNumber, ...]
    """Figures of the English that come from nowhere in the Japanese."""


def check_numbers(source: str, target: str) -> tuple[Flag, ...]:
    """A flag for each number of the Japanese that the English lacks, and for each one too many."""
    found = compare(source, target)
    flags = [_missing(quantity) for quantity in found.missing]
    return (
        *flags,
        *(
            Flag(FLAG, f"{number.text} stands for no number in the Japanese", target=number.span)
            for number in found.alien
        ),
    )


def compare(source: str, target: str) -> Disagreement:
    """Where the numbers of the two texts differ.

    A number may be said once for several mentions of the same value. English figures must come from
    the Japanese; number words (`one`, `both`) may be ordinary English.
    """
    wanted, said = japanese_quantities(source), english_numbers(target)
    used: set[int] = set()
    missing = []
    for quantity in wanted:
        place = _find(quantity, said, used)
        if place is None and not _may_be_unsaid(quantity):
            missing.append(quantity)
        elif place is not None:
            used.add(place)
    values = {value for quantity in wanted for value in _also(quantity)}
    alien = (
        number
        for index, number in enumerate(said)
        if number.figures and index not in used and not number.values & values
    )
    return Disagreement(tuple(missing), tuple(alien))


def _find(quantity: Quantity, said: tuple[EnglishNumber, ...], used: set[int]) -> int | None:
    """The English number for a quantity: an unused one if there is one."""
    fitting = [index for index, number in enumerate(said) if _fits(quantity, number)]
    unused = [index for index in fitting if index not in used]
    return next(iter(unused or fitting), None)


def _may_be_unsaid(quantity: Quantity) -> bool:
    """`一人` is `alone` or `a man`: one of something is often said without a number."""
    return quantity.kind == "number" and quantity.values == {1}


def _fits(quantity: Quantity, number: EnglishNumber) -> bool:
    if quantity.kind == "month" and number.month:
        return bool(number.values & quantity.values)
    return not number.month and bool(number.values & _also(quantity))


def _also(quantity: Quantity) -> frozenset[Fraction]:
    """The values that say the same: 80 per cent is 0.8 and four fifths."""
    if quantity.kind == "percent":
        return quantity.values | {value / 100 for value in quantity.values}
    if quantity.kind == "fraction":
        return quantity.values | {value * 100 for value in quantity.values}
    return quantity.values


def _missing(quantity: Quantity) -> Flag:
    value = f"{float(quantity.value):,g}" if quantity.value % 1 else f"{int(quantity.value):,}"
    shown = value.replace(",", "") if quantity.kind == "year" else value
    said = "" if quantity.text == shown else f" ({shown})"
    return Flag(FLAG, f"{quantity.text}{said} is not in the English", source=quantity.span)
