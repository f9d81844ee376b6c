from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from glossary.boundary import ScriptBoundary
from glossary.matcher import Matcher
from glossary.model import Entry, EntryType, Glossary, MatchKind, Target

PERSONS = (
    "チハノフスカヤ",
    "ビャリャツキ",
    "ルカシェンコ",
    "タスマガンベトフ",
    "ヴォルフォヴィチ",
    "ショイグ",
)
PLACES = (
    "ミンスク",
    "クレムリン",
    "カリーニングラード",
    "アルメニア",
    "エストニア",
    "サンクトペテルブルク",
)


def _entries() -> tuple[Entry, ...]:
    return (
        *(Entry(name, name, (Target(name),), EntryType.PERSON) for name in PERSONS),
        *(Entry(name, name, (Target(name),), EntryType.PLACE) for name in PLACES),
        Entry("term", "デマルシュルト", (Target("démarche"),), EntryType.TERM),
        Entry("title", "大統領", (Target("President"),), EntryType.TITLE),
    )


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher([Glossary("g", _entries())])


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("候補のチハノススカヤは", "チハノススカヤ", "チハノフスカヤ"),
        ("ピャリヤツキ氏ら", "ピャリヤツキ", "ビャリャツキ"),
        ("ルカシェンカ大統領", "ルカシェンカ", "ルカシェンコ"),
        ("ルカェシンコ氏", "ルカェシンコ", "ルカシェンコ"),
        ("カリーニングラート州", "カリーニングラート", "カリーニングラード"),
        ("サンクドペデルブルク州", "サンクドペデルブルク", "サンクトペテルブルク"),
        ("タスマガベトフ氏", "タスマガベトフ", "タスマガンベトフ"),
        ("スヴェトラーナ・チハノススカヤ", "チハノススカヤ", "チハノフスカヤ"),
        ("チハノス\nスカヤ氏", "チハノス\nスカヤ", "チハノフスカヤ"),
        ("ﾁﾊﾉｽｽｶﾔ氏", "ﾁﾊﾉｽｽｶﾔ", "チハノフスカヤ"),
    ],
)
def test_near_misses(matcher: Matcher, text: str, found: str, name: str) -> None:
    matches = [match for match in matcher.find(text, fuzzy=True) if match.kind is MatchKind.FUZZY]
    assert [(match.text, match.entry.id) for match in matches] == [(found, name)]
    assert 0.7 < matches[0].score < 1
    assert not [match for match in matcher.find(text) if match.kind is MatchKind.FUZZY]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("アルバニア政府", "another country, one kana off"),
        ("クレムソン大学", "another name, one kana off"),
        ("ショイク氏", "too short to guess at"),
        ("デマルシュルド", "terms are not guessed at"),
        ("チハノフスカヤ", "no miss at all"),
        ("ルカシェンコチハノススカ", "touches a hit"),
        ("ルカナンコヤ氏", "too far off"),
        ("ミンスキー", "too far off"),
    ],
)
def test_no_near_miss(matcher: Matcher, text: str, reason: str) -> None:
    kinds = {match.kind for match in matcher.find(text, fuzzy=True)}
    assert MatchKind.FUZZY not in kinds, reason


def test_a_word_of_the_dictionary_is_no_misprint() -> None:
    entries = (Entry("1", "ヨーロッピ", (Target("x"),), EntryType.PERSON),)
    glossaries = [Glossary("g", entries)]
    entry = Entry("2", "オーストリラ", (Target("x"),), EntryType.PERSON)
    glossaries.append(Glossary("h", (entry,)))
    assert Matcher(glossaries).find("オーストリア", fuzzy=True) == ()
    assert Matcher(glossaries, ScriptBoundary()).find("オーストリア", fuzzy=True) == ()


def test_between_two_names_nothing_is_guessed() -> None:
    entries = (
        Entry("1", "アブラモフスキ", (Target("a"),), EntryType.PERSON),
        Entry("2", "アブラヒフスキ", (Target("b"),), EntryType.PERSON),
    )
    assert Matcher([Glossary("g", entries)]).find("アブラムフスキ氏", fuzzy=True) == ()
    same = (entries[0], Entry("2", "アブラヒフスキ", (Target("a"),), EntryType.PERSON))
    (match,) = Matcher([Glossary("g", same)]).find("アブラムフスキ氏", fuzzy=True)
    assert match.entry.id == "1"


def test_matches_stay_in_order(matcher: Matcher) -> None:
    matches = matcher.find("ミンスクでチハノススカヤ氏とルカシェンコ大統領が", fuzzy=True)
    assert [match.text for match in matches] == ["ミンスク", "チハノススカヤ", "ルカシェンコ大統領"]
    assert [match.kind.value for match in matches] == ["exact", "fuzzy", "composed"]


def test_few_false_alarms_among_loanwords(shared_corpus: Path) -> None:
    names = Matcher([Glossary("g", _entries())], ScriptBoundary())
    with lzma.open(
        shared_corpus / "terms" / "unidic-loanwords.tsv.xz", "rt", encoding="utf-8"
    ) as file:
        words = list(dict.fromkeys(line.split("\t")[0] for line in file))[::5]
    text = "、".join(words)
    alarms = [match.text for match in names.find(text, fuzzy=True) if match.kind is MatchKind.FUZZY]
    assert alarms == []
