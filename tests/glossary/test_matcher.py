from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.boundary import WordBoundary
from glossary.matcher import Matcher
from glossary.model import (
    Entry,
    EntryStatus,
    EntryType,
    Glossary,
    MatchKind,
    Target,
    TargetStatus,
)

PREFERRED, ADMITTED, FORBIDDEN = (
    TargetStatus.PREFERRED,
    TargetStatus.ADMITTED,
    TargetStatus.FORBIDDEN,
)


def _entry(source: str, target: str = "x", **more: object) -> Entry:
    identity = str(more.pop("id", source))
    return Entry(identity, source, (Target(target),), **more)  # type: ignore[arg-type]


def _matcher(*entries: Entry) -> Matcher:
    return Matcher([Glossary("g", entries)])


def test_a_match_tells_all() -> None:
    entry = Entry(
        "b1",
        "ベラルーシ",
        (
            Target("Belarus"),
            Target("Republic of Belarus", ADMITTED),
            Target("White Russia", TargetStatus.DEPRECATED),
            Target("Byelorussia", FORBIDDEN),
        ),
        EntryType.PLACE,
        adjective="Belarusian",
    )
    (match,) = _matcher(entry).find("首都はベラルーシにある")
    assert (match.start, match.end, match.text) == (3, 8, "ベラルーシ")
    assert match.kind is MatchKind.EXACT
    assert match.entry is entry
    assert match.glossary == "g"
    assert match.renderings == ("Belarus", "Republic of Belarus", "Belarusian")
    assert match.forbidden == ("Byelorussia",)
    assert match.form == "ベラルーシ"
    assert match.parts == ()
    assert match.score == 1.0


def test_a_variant_tells_which() -> None:
    matcher = _matcher(_entry("キーウ", variants=("キエフ",)))
    (match,) = matcher.find("キエフの空")
    assert (match.kind, match.form) == (MatchKind.VARIANT, "キエフ")
    (match,) = matcher.find("ｷｴﾌの空")
    assert (match.kind, match.form, match.text) == (MatchKind.VARIANT, "キエフ", "ｷｴﾌ")


def test_only_a_text_equal_to_the_source_is_exact() -> None:
    matcher = _matcher(_entry("第8期"))
    kinds = {text: matcher.find(text)[0].kind for text in ("第8期", "第８期", "第 8 期")}
    assert list(kinds.values()) == [MatchKind.EXACT, MatchKind.VARIANT, MatchKind.VARIANT]


@pytest.mark.parametrize("status", [EntryStatus.PROPOSED, EntryStatus.RETIRED])
def test_only_approved_entries_bind(status: EntryStatus) -> None:
    matcher = _matcher(_entry("ロシア", status=status))
    assert matcher.find("ロシアで", fuzzy=True) == ()
    assert matcher.find_all("ロシアで") == ()


def test_an_accepted_rendering_is_never_forbidden() -> None:
    entry = Entry(
        "1", "キーウ", (Target("Kyiv"), Target("Kyiv", FORBIDDEN), Target("Kiev", FORBIDDEN))
    )
    (match,) = _matcher(entry).find("キーウ")
    assert match.forbidden == ("Kiev",)


def test_what_is_not_translated_stands_as_it_is() -> None:
    entry = Entry("1", "Pozirk", (), do_not_translate=True)
    (match,) = _matcher(entry).find("通信社Pozirkによると")
    assert match.renderings == ("Pozirk",)


@pytest.mark.parametrize(
    ("name", "entries", "winner"),
    [
        ("longest", (_entry("制裁"), _entry("制裁解除")), "制裁解除"),
        ("leftmost before longest", (_entry("対外制裁"), _entry("制裁解除措置")), "対外制裁"),
        ("priority", (_entry("制裁解除", id="a"), _entry("制裁解除", id="b", priority=1)), "b"),
        ("entry id", (_entry("制裁解除", id="b"), _entry("制裁解除", id="a")), "a"),
        ("closer spelling", (_entry("制裁ﾍﾞｱ", id="a"), _entry("制裁ヴェア", id="b")), "b"),
    ],
)
def test_precedence(name: str, entries: tuple[Entry, ...], winner: str) -> None:
    matches = _matcher(*entries).find("対外制裁解除措置と制裁ヴェア")
    found = [match.entry.id for match in matches]
    assert winner in found, name
    assert len(found) == len({match.start for match in matches})


def test_an_earlier_glossary_wins_a_span_whatever_the_priority_of_another() -> None:
    first, second = _entry("制裁", "a", id="z"), _entry("制裁", "b", id="a")
    stack = [Glossary("first", (first,)), Glossary("second", (second,))]
    assert Matcher(stack).find("制裁")[0].glossary == "first"
    assert Matcher(stack[::-1]).find("制裁")[0].glossary == "second"
    urgent = Glossary("urgent", (_entry("制裁", "c", priority=5),))
    assert Matcher([*stack, urgent]).find("制裁")[0].glossary == "first"


def test_a_longer_term_of_a_later_glossary_wins() -> None:
    stack = [Glossary("first", (_entry("制裁"),)), Glossary("second", (_entry("制裁解除"),))]
    assert [match.text for match in Matcher(stack).find("制裁解除")] == ["制裁解除"]


def test_terms_that_fold_alike_are_told_apart() -> None:
    matcher = _matcher(_entry("ビル", "building"), _entry("ビール", "beer"))
    found = [match.preferred for match in matcher.find("ビルとビールとビル")]
    assert found == ["building", "beer", "building"]


def test_find_all_keeps_what_overlaps() -> None:
    matcher = _matcher(_entry("制裁"), _entry("制裁解除"), _entry("解除"))
    assert [match.text for match in matcher.find_all("制裁解除")] == ["制裁解除", "制裁", "解除"]


def test_find_all_holds_what_find_finds() -> None:
    matcher = _matcher(
        _entry("プーチン", "Putin", type=EntryType.PERSON),
        _entry("大統領", "President", type=EntryType.TITLE),
        _entry("ロシア", "Russia", type=EntryType.PLACE),
    )
    text = "プーチン露大統領とロシア"
    assert set(matcher.find(text)) <= set(matcher.find_all(text))
    assert "露" not in {match.text for match in matcher.find_all(text)}


@pytest.mark.parametrize("text", ["", " \n ", "no Japanese at all", "\0", "ー", "・・・", "😀", "゙"])
def test_odd_texts_hold_nothing(text: str) -> None:
    assert _matcher(_entry("ロシア")).find(text, fuzzy=True) == ()


@pytest.mark.parametrize("glossaries", [[], [Glossary("empty", ())]])
def test_no_terms_no_matches(glossaries: list[Glossary]) -> None:
    assert Matcher(glossaries).find("ロシア", fuzzy=True) == ()


@pytest.mark.parametrize("source", ["", "  ", "\u200b"])
def test_a_source_of_nothing_is_never_found(source: str) -> None:
    assert _matcher(_entry(source, variants=("",))).find("これは \u200b です。") == ()


def test_a_nul_in_a_source_spoils_no_other_entry() -> None:
    matcher = _matcher(_entry("a\0b"), _entry("ロシア"), _entry("ミンスク"))
    assert [match.text for match in matcher.find("ロシアとミンスク")] == ["ロシア", "ミンスク"]


def test_a_boundary_can_be_given() -> None:
    class Everywhere:
        def edges(self, text: str) -> range:
            return range(len(text) + 1)

    matcher = Matcher([Glossary("g", (_entry("京都"), _entry("ジル")))], Everywhere())
    assert [match.text for match in matcher.find("東京都とブラジル")] == ["京都", "ジル"]


def test_a_long_line() -> None:
    text = "首相はベラルーシを訪れ" * 5_000
    found = _matcher(_entry("ベラルーシ"), _entry("首相")).find(text)
    assert len(found) == 10_000
    assert all(match.text == text[match.start : match.end] for match in found)


PROGRAM = """
from glossary.matcher import Matcher
from glossary.model import Entry, EntryType, Glossary, Target

names = ["ルカシェンコ", "プーチン", "チハノフスカヤ", "ティムール", "チムール"]
persons = [Entry(f"p{n}", s, (Target(s + "x"),), EntryType.PERSON) for n, s in enumerate(names)]
twins = [Entry(f"t{n}", "制裁", (Target(str(n)),)) for n in range(5)]
others = [
    Entry("c", "ロシア", (Target("Russia"),), EntryType.PLACE, adjective="Russian"),
    Entry("t", "大統領", (Target("President"),), EntryType.TITLE),
]
matcher = Matcher([Glossary("g", (*persons, *twins, *others))])
text = "ルカシェンコプーチン露大統領の制裁、チハノススカヤ氏、ティムール、チムール大統領"
for match in (*matcher.find(text, fuzzy=True), *matcher.find_all(text)):
    print(match)
"""


def test_the_hash_seed_changes_nothing(root: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"TermMatch(") > 10


def test_nothing_heavy_happens_before_the_first_search(root: Path) -> None:
    program = (
        "import sys; from glossary.matcher import Matcher; from glossary.model import Glossary;"
        "Matcher([Glossary('g', ())]); assert 'sudachipy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)


def test_matchers_share_one_dictionary() -> None:
    text = "東京都の制裁"
    first, second = WordBoundary(), WordBoundary()
    assert [i in first.edges(text) for i in range(7)] == [i in second.edges(text) for i in range(7)]
