"""Numbers of both languages, and the comparison of the two."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtservice.constraints.english_numbers import english_numbers
from mtservice.constraints.eras import ERA_STARTS
from mtservice.constraints.japanese_numbers import japanese_quantities, parse_number
from mtservice.constraints.number_repair import in_figures, repair
from mtservice.constraints.numbers import check_numbers
from mtservice.edits import apply

KANJI = "〇一二三四五六七八九"
LARGE = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
UP_TO_10_16 = st.integers(min_value=1, max_value=10**16 - 1)


def small_kanji(value: int) -> str:
    out = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, unit)
        out += (KANJI[digit] if digit > 1 else "") + sign if digit else ""
    return out + (KANJI[value] if value else "")


def in_kanji(value: int) -> str:
    out = ""
    for unit, sign in LARGE:
        part, value = divmod(value, unit)
        out += small_kanji(part) + sign if part else ""
    return out + small_kanji(value) if value or not out else out


def mixed(value: int) -> str:
    out = ""
    for unit, sign in LARGE:
        part, value = divmod(value, unit)
        out += f"{part}{sign}" if part else ""
    return out + (str(value) if value or not out else "")


@given(UP_TO_10_16)
def test_every_number_is_read_however_it_is_written(value: int) -> None:
    full_width = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    digits = "".join(KANJI[int(char)] for char in str(value))
    for written in (str(value), f"{value:,}", full_width, in_kanji(value), mixed(value), digits):
        assert parse_number(written) == value, written


@given(UP_TO_10_16)
def test_a_number_stands_whole_in_a_sentence(value: int) -> None:
    for written in (f"{value:,}", mixed(value)):
        text = f"約{written}人が集まった。"
        (found,) = japanese_quantities(text)
        assert found.values == {value}
        assert found.span.of(text) == f"{written}人"


@given(st.integers(min_value=0, max_value=10**15))
def test_english_figures_are_read(value: int) -> None:
    (found,) = english_numbers(f"about {value:,} people")
    assert found.values == {value}
    assert found.figures


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("5億ドル", "number", {500_000_000}),
        ("1.5億円", "number", {150_000_000}),
        ("３カ月", "number", {3}),
        ("8割弱", "percent", {80}),
        ("3割5分", "percent", {35}),
        ("82.6%", "percent", {Fraction("82.6")}),
        ("3分の1", "fraction", {Fraction(1, 3)}),
        ("三分の二", "fraction", {Fraction(2, 3)}),
        ("令和5年", "year", {2023}),
        ("平成元年", "year", {1989}),
        ("昭和20年", "year", {1945}),
        ("応永8年", "year", {1401}),
        ("20年", "year", {20, 1920, 2020}),
        ("二〇二三年", "year", {2023}),
        ("11月", "month", {11}),
        ("十月", "month", {10}),
        ("午後3時", "hour", {3, 15}),
        ("第 29 期", "number", {29}),
        ("百五十万人", "number", {1_500_000}),
        ("16世", "number", {16}),
    ],
)
def test_japanese_readings(text: str, kind: str, values: set[Fraction]) -> None:
    (found,) = japanese_quantities(text)
    assert found.kind == kind
    assert found.values == {Fraction(value) for value in values}


@pytest.mark.parametrize(
    "text", ["一部の市民", "三角形", "十分な支援", "唯一の出口", "統一", "一方"]
)
def test_words_with_numerals_are_no_numbers(text: str) -> None:
    assert japanese_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$500 million", [500_000_000]),
        ("two hundred and fifty thousand", [250_000]),
        ("one hundred twenty-three thousand four hundred", [123_400]),
        ("two thirds of the seats", [Fraction(2, 3)]),
        ("1/3 of them", [Fraction(1, 3)]),
        ("the twenty-first century", [21]),
        ("the 29th convocation", [29]),
        ("November 24, 2023", [11, 24, 2023]),
        ("Benedict XVI", [16]),
        ("5 to 6 years", [5, 6]),
        ("he may go", []),
    ],
)
def test_english_readings(text: str, values: list[Fraction]) -> None:
    assert [max(found.values) for found in english_numbers(text)] == values


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "11月24日、政治犯は1,450人だった。",
            "On November 24 there were 1,450 political prisoners.",
        ),
        ("5億ドルの支援が決まった。", "Aid of $500 million was decided."),
        ("賛成は8割に達した。", "Four fifths, or 80 percent, were in favour."),
        ("議席の3分の1を占める。", "It holds a third of the seats."),
        ("午後3時に始まった。", "It began at 15:00."),
        ("令和5年に署名した。", "It was signed in 2023."),
        ("彼は一人で来た。", "He came alone."),
        ("二者は2回会談した。", "The two met twice."),
    ],
)
def test_what_agrees_is_not_flagged(source: str, target: str) -> None:
    assert check_numbers(source, target) == ()


def test_a_missing_number_is_flagged_where_it_stands() -> None:
    source = "政治犯は1,450人に上る。"
    (flag,) = check_numbers(source, "There are many political prisoners.")
    assert flag.name == "number"
    assert flag.source is not None
    assert flag.source.of(source) == "1,450人"
    assert "1,450" in flag.message


def test_a_number_from_nowhere_is_flagged_where_it_stands() -> None:
    target = "The talks lasted 45 minutes."
    (flag,) = check_numbers("会談は長く続いた。", target)
    assert flag.target is not None
    assert flag.target.of(target) == "45"


def test_a_wrong_scale_is_flagged_on_both_sides() -> None:
    flags = check_numbers("5億ドルを拠出した。", "It provided $500 billion.")
    assert [flag.source is None for flag in flags] == [False, True]


@given(UP_TO_10_16)
def test_a_repaired_number_says_its_value(value: int) -> None:
    (found,) = english_numbers(in_figures(value))
    assert found.values == {value}


@pytest.mark.parametrize(
    ("source", "target", "repaired"),
    [
        ("5億ドルを求めた。", "He asked for $5 billion.", "He asked for $500 million."),
        ("2万5000人が集まった。", "Some 2,500 people came.", "Some 25,000 people came."),
        ("8割増えた。", "It rose by 8 percent.", "It rose by 80 percent."),
        ("11月23日に会った。", "They met on November 22nd.", "They met on November 23rd."),
        ("1991年に独立した。", "It became independent in 1919.", "It became independent in 1991."),
        ("成長率は2.5%だ。", "Growth is 25 percent.", "Growth is 2.5 percent."),
        # No doubt which one is meant, or no repair:
        ("34事業中32事業。", "33 of 31 projects.", None),
        ("5億ドルを求めた。", "He asked for help.", None),
        ("会った。", "They met 3 times.", None),
        ("8割増えた。", "It rose by 8.", None),
        ("11月に会った。", "They met on the 3rd.", None),
    ],
)
def test_one_wrong_number_is_set_right(source: str, target: str, repaired: str | None) -> None:
    edit = repair(source, target)
    assert (None if edit is None else apply(target, [edit])) == repaired


@pytest.mark.parametrize(
    ("source", "values"),
    [("１・６倍", [Fraction(8, 5)]), ("3・11", [3, 11]), ("5・5万人", [55_000])],
)
def test_a_dot_between_digits_is_a_decimal_point_before_a_unit(
    source: str, values: list[Fraction | int]
) -> None:
    assert [quantity.value for quantity in japanese_quantities(source)] == values


@given(st.sampled_from(sorted(ERA_STARTS)), st.integers(1, 60), st.booleans(), st.booleans())
def test_every_year_of_every_era_is_read(name: str, year: int, kanji: bool, spaced: bool) -> None:
    written = "元" if year == 1 and kanji else in_kanji(year) if kanji else str(year)
    text = f"それは{name}{' ' * spaced}{written}年のことだ。"
    (found,) = japanese_quantities(text)
    assert (found.kind, found.values) == ("year", {ERA_STARTS[name] + year - 1})
    assert found.span.of(text) == f"{name}{' ' * spaced}{written}年"
    western = ERA_STARTS[name] + year - 1
    assert check_numbers(text, f"It was in {western}.") == ()
    assert check_numbers(text, f"It was in {western + 7}.") != ()


def test_eras_are_whole_and_in_order() -> None:
    assert len(ERA_STARTS) == 248
    assert list(ERA_STARTS.values()) == sorted(ERA_STARTS.values())


SMALL = st.integers(2, 9_999)


@given(SMALL, SMALL, st.sampled_from("〜～"), st.sampled_from(["人", "年", "％", "億ドル"]))
def test_both_ends_of_a_range_are_read(one: int, two: int, sign: str, counter: str) -> None:
    scale = " hundred million" if counter == "億ドル" else ""
    low, high = (value * 10**8 for value in (one, two)) if scale else (one, two)
    source = f"約{one}{'億' if scale else ''}{sign}{two}{counter}に上る。"
    assert check_numbers(source, f"It is {low:,} to {high:,}.".replace(",", "")) == ()
    assert check_numbers(source, f"It is {low}.") != () or low == high


@given(st.integers(1, 999), st.integers(0, 99))
def test_percentages_are_read_however_they_are_written(whole: int, part: int) -> None:
    figure = f"{whole}.{part:02}"
    for sign in ("%", "％", "パーセント"):
        (found,) = japanese_quantities(f"支持率は{figure}{sign}だ。")
        assert (found.kind, found.values) == ("percent", {Fraction(figure)})
        assert check_numbers(f"支持率は{figure}{sign}だ。", f"It is {figure} per cent.") == ()


@given(st.integers(2, 99), st.integers(1, 98))
def test_fractions_are_read_in_figures_and_kanji(below: int, above: int) -> None:
    for source in (f"{below}分の{above}だ。", f"{in_kanji(below)}分の{in_kanji(above)}だ。"):
        (found,) = japanese_quantities(source)
        assert (found.kind, found.values) == ("fraction", {Fraction(above, below)})
        assert check_numbers(source, f"It is {above}/{below}.") == ()


@given(st.integers(1, 11), st.sampled_from([("午前", "a.m.", 0), ("午後", "p.m.", 12)]))
def test_times_of_day_are_read(hour: int, half: tuple[str, str, int]) -> None:
    name, english, more = half
    for source in (f"{name}{hour}時に始まる。", f"{name}{in_kanji(hour)}時に始まる。"):
        assert check_numbers(source, f"It begins at {hour} {english}") == ()
        assert check_numbers(source, f"It begins at {hour + more}:00.") == ()
        assert check_numbers(source, f"It begins at {hour + 30}.") != ()


@given(st.integers(0, 10**15))
def test_a_number_agrees_with_itself_in_the_other_language(value: int) -> None:
    for source in (f"{mixed(value)}人", f"{value:,}人"):
        assert check_numbers(f"約{source}だ。", f"It is about {value:,} people.") == ()
        assert check_numbers(f"約{source}だ。", f"It is about {value + 1:,} people.") != ()
