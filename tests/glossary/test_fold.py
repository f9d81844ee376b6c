from __future__ import annotations

import re

import pytest

from glossary import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾊﾞﾗｸ･ｵﾊﾞﾏ", "バラク・オバマ"),
        ("Ｓ－４００", "S-400"),
        ("ヴェトナム", "ベトナム"),
        ("ヴュルツブルク", "ビュルツブルク"),
        ("キエヴ", "キエブ"),
        ("ティモシェンコ", "チモシェンコ"),
        ("メディナ", "メジナ"),
        ("ルカシエンコ", "ルカシェンコ"),
        ("イタリヤ", "イタリア"),
        ("ギリシャ", "ギリシア"),
        ("ヂヅヲ", "ジズオ"),
        ("コンピューター", "コンピュータ"),
        ("アレイニク", "アレーニク"),
        ("ジャン＝クロード", "ジャン・クロード"),
        ("ジャン゠クロード", "ジャンクロード"),
        ("ジョージ・W・ブッシュ", "ジョージWブッシュ"),
        ("中国-ベラルーシ", "中国・ベラルーシ"),
        ("第 8 期", "第8期"),
        ("タジキス\nタン", "タジキスタン"),
        ("か\u3099ん", "がん"),
        ("ヘ\u309bルシンキ", "ベルシンキ"),
        ("葛\U000e0100城", "葛城"),
        ("ロ\u200bシア", "ロシア"),
        ("髙橋", "高橋"),
        ("⺠族", "民族"),
        ("⼝座", "口座"),
        ("スウぺーデン", "スウペーデン"),
        ("ＮＡＴＯ", "nato"),
    ],
)
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    assert fold.fold(one).key == fold.fold(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ハン", "ファン"),
        ("ゼリー", "ジェリー"),
        ("ツール", "トゥール"),
        ("米・国連", "米国・連"),
        ("ソウル", "ソール"),
        ("ロシア\n\n\n連邦", "ロシア連邦"),
        ("ロシア\n\u3000連邦", "ロシア連邦"),
        ("United States", "UnitedStates"),
    ],
)
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert fold.fold(one).key != fold.fold(other).key


@pytest.mark.parametrize("text", ["第２回～第３回", "１９９０〜１９９５年", "5~6人"])
def test_range_marks_stay(text: str) -> None:
    assert len(fold.fold(text).key) == len(text)
    assert re.search("[〜~]", fold.fold(text).key)


def test_dots_that_open_no_character_stay() -> None:
    assert fold.fold("そう…").key == "そう…"


@pytest.mark.parametrize(
    ("text", "key", "spans"),
    [
        ("ﾊﾞｽ", "バス", [(0, 2), (2, 3)]),
        ("㈱a", "(株)a", [(0, 1), (0, 1), (0, 1), (1, 2)]),
        ("サーバー。", "サバ。", [(0, 2), (2, 4), (4, 5)]),
        ("ヴァ", "バ", [(0, 2)]),
        ("第 8", "第8", [(0, 1), (2, 3)]),
        ("ロ・シ", "ロシ", [(0, 1), (2, 3)]),
        ("葛\U000e0100", "葛", [(0, 2)]),
        ("ベラル-シ", "ベラルシ", [(0, 1), (1, 2), (2, 3), (4, 5)]),
        ("", "", []),
    ],
)
def test_the_way_back(text: str, key: str, spans: list[tuple[int, int]]) -> None:
    folded = fold.fold(text)
    assert folded.key == key
    assert list(zip(folded.starts, folded.ends, strict=True)) == spans


def test_a_span_never_begins_or_ends_inside_a_character() -> None:
    folded = fold.fold("あ㈱い")
    assert folded.key == "あ(株)い"
    assert folded.span(1, 4) == (1, 2)
    assert folded.span(0, 5) == (0, 3)
    assert folded.span(2, 3) is None
    assert folded.span(1, 3) is None
    assert folded.span(2, 4) is None


def test_a_mark_belongs_to_the_kana_before_it_and_a_stroke_does_not() -> None:
    marked, struck = fold.fold("ベラルーシーで"), fold.fold("ベラルーシ-ロシア")
    assert marked.span(0, 4) == (0, 6)
    assert struck.span(0, 4) == (0, 5)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ビル", "ビール", False),
        ("ローマ", "ロマ", False),
        ("カラー", "カラ", False),
        ("サーバー", "サーバ", True),
        ("レーニン", "レニン", False),
        ("メドヴェージェフ", "メドベジェフ", True),
        ("カラー革命", "カラ革命", False),
        ("ベトナム", "ヴェトナム", True),
        ("制裁", "制裁", True),
        ("ロシア", "ロシヤ", True),
        ("ロシア", "ラシア", False),
    ],
)
def test_marks_tell_short_words_apart(one: str, other: str, same: bool) -> None:
    assert fold.same_word(one, other) is same
    assert fold.same_word(other, one) is same


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("口シア", "ロシア"),
        ("力ザフス夕ン", "カザフスタン"),
        ("ル一ブル", "ルーブル"),
        ("フィ二シュ", "フィニシュ"),
        ("八ーグ", "ハーグ"),
        ("工ストニア", "エストニア"),
        ("人口", "人口"),
        ("二国間", "二国間"),
        ("スパイ一人", "スパイ一人"),
        ("一ロシア", "一ロシア"),
    ],
)
def test_lookalikes_are_read_beside_katakana_only(text: str, read: str) -> None:
    found, places = fold.undo_lookalikes(text)
    assert found == read
    assert places == tuple(i for i, (a, b) in enumerate(zip(text, read, strict=True)) if a != b)


def test_a_katakana_alone_among_kanji_is_misread_as_its_twin() -> None:
    assert fold.lookalike_spelling("親ロ派") == "親口派"
    assert fold.lookalike_spelling("ロシア") == "ロシア"


def test_many_texts_at_once_are_folded_one_by_one() -> None:
    texts = ["ロシア ", "連邦", "", "ヴァ", "a\0b", "ー", "シ-"]
    assert fold.clean_all(texts) == [fold.clean(text).key for text in texts]
    assert fold.loosen_all(texts[:4]) == [fold.loosen(text).key for text in texts[:4]]
