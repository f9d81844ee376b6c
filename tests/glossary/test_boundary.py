from __future__ import annotations

import logging
import threading

import pytest

from glossary.boundary import Analyser, Lexicon, ScriptBoundary, WordBoundary, is_change, script
from glossary.matcher import Matcher
from glossary.model import Entry, EntryType, Glossary, Target
from glossary.names import find_names


@pytest.fixture(scope="module")
def words() -> WordBoundary:
    return WordBoundary()


def _cut(boundary: WordBoundary | ScriptBoundary, text: str) -> str:
    edges = boundary.edges(text)
    return "".join(("|" if i in edges and i else "") + text[i] for i in range(len(text)))


@pytest.mark.parametrize(
    "expected",
    [
        "東京|都",
        "副|首相",
        "制裁|解除",
        "ブラジル",
        "インドネシア",
        "ルカシェンコ|大統領|は",
        "スウェーデン|フィンランド",
        "クレムリン|ベラルーシ|の",
        "ボスニア|ヘルツェゴビナ",
        "レーニングラード",
        "ラテンアメリカ",
        "アリエフ",
        "第|18|期",
        "NATO|加盟",
        "😀|ロシア|軍|は",
    ],
)
def test_word_edges(words: WordBoundary, expected: str) -> None:
    assert _cut(words, expected.replace("|", "")) == expected


def test_letters_and_digits_are_never_parted(words: WordBoundary) -> None:
    assert _cut(words, "COVID19") == "COVID19"


def test_script_edges_know_no_words() -> None:
    assert _cut(ScriptBoundary(), "制裁解除はEUとロシア。") == "制裁解除|は|EU|と|ロシア|。"


@pytest.mark.parametrize("boundary", [ScriptBoundary(), WordBoundary()])
def test_both_ends_are_edges_and_nothing_outside_is(
    boundary: WordBoundary | ScriptBoundary,
) -> None:
    edges = boundary.edges("東京都")
    assert 0 in edges
    assert 3 in edges
    assert -1 not in edges
    assert 4 not in edges
    assert "0" not in edges
    assert 0 in boundary.edges("")


@pytest.mark.parametrize(
    ("character", "name"),
    [("あ", "hiragana"), ("ー", "katakana"), ("々", "kanji"), ("ヶ", "kanji"), ("é", "letter"),
     ("5", "letter"), ("。", ""), (" ", ""), ("𠮷", "kanji")],
)  # fmt: skip
def test_script(character: str, name: str) -> None:
    assert script(character) == name


def test_marks_part_from_marks() -> None:
    assert is_change("「", "。")
    assert not is_change("N", "A")


def test_a_text_beyond_the_analysers_limit_is_cut_up(words: WordBoundary) -> None:
    sentence = "ベラルーシと東京都の首相が会談した。"
    long = words.edges(sentence * 3000)
    short = [i for i in range(len(sentence)) if i in words.edges(sentence)]
    start = len(sentence) * 2999
    assert [i for i in range(len(sentence)) if start + i in long] == short


def test_a_run_without_any_place_to_cut_is_cut_anywhere(words: WordBoundary) -> None:
    edges = words.edges("国" * 20_000)
    assert all(isinstance(i in edges, bool) for i in range(0, 20_000, 500))


def test_words_of_the_dictionary(words: WordBoundary) -> None:
    assert isinstance(words, Lexicon)
    assert words.knows("ヨーロッパ")
    assert not words.knows("チハノススカヤ")
    assert not words.knows("東京都")
    assert not isinstance(ScriptBoundary(), Lexicon)


def test_without_a_dictionary_the_script_decides(caplog: pytest.LogCaptureFixture) -> None:
    boundary = WordBoundary(Analyser("no-such-dictionary"))
    with caplog.at_level(logging.WARNING, logger="glossary"):
        assert _cut(boundary, "制裁解除はロシア") == "制裁解除|は|ロシア"
        assert _cut(boundary, "東京都の話") == "東京都|の|話"
        assert not boundary.knows("ロシア")
    assert [record.message[:22] for record in caplog.records] == ["no Japanese dictionary"]


def test_without_a_dictionary_a_matcher_still_finds(caplog: pytest.LogCaptureFixture) -> None:
    entry = Entry("1", "ロシア", (Target("Russia"),), EntryType.PLACE)
    matcher = Matcher([Glossary("g", (entry,))], WordBoundary(Analyser("no-such-dictionary")))
    assert [match.text for match in matcher.find("白地図のロシアを見る", fuzzy=True)] == ["ロシア"]


def test_threads_agree(words: WordBoundary) -> None:
    texts = [f"第{n}期の副首相とスウェーデンフィンランド" for n in range(200)]
    expected = [_cut(WordBoundary(), text) for text in texts]
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([_cut(words, text) for text in texts]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_dots_that_the_analyser_takes_apart_are_one(words: WordBoundary) -> None:
    text = "善導…『観無量寿経疏』…高さ"
    edges = words.edges(text)
    assert [place for place in range(len(text) + 1) if place in edges][:4] == [0, 2, 3, 4]
    assert [(name.start, name.end) for name in find_names("田中…長野")] == [(0, 2), (3, 5)]
