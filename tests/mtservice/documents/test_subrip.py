"""Subtitles: timings stay, dialogues are told apart, English is laid out in two balanced lines."""

from __future__ import annotations

import re

import pytest
import srt
from fakes.documents import subtitles
from hypothesis import given
from hypothesis import strategies as st

from mtservice.documents import registry
from mtservice.documents.render import render
from mtservice.documents.subrip import LINE_CHARS
from mtservice.model import SegmentResult
from mtservice.segmentation import segment

LONG = "The parliament of the republic has supported the ceasefire at last."


def translated(text: str, english: str) -> str:
    document = registry.read(text, format="srt")
    results = [SegmentResult(item, english) for block in document.blocks for item in segment(block)]
    return render(document, results, registry.format_of("srt"))[0]


def texts(text: str) -> list[str]:
    return [block.text for block in registry.read(text, format="srt").blocks]


def test_a_cue_is_one_text_over_its_lines() -> None:
    assert texts(subtitles("議会は停戦を\n支持した", "The EU\nmember states")) == [
        "議会は停戦を支持した",
        "The EU member states",
    ]


def test_each_person_of_a_dialogue_says_a_text() -> None:
    cue = "- 会談は？\n－ミンスクで\n開かれた"
    assert texts(subtitles(cue)) == ["会談は？", "ミンスクで開かれた"]
    (said,) = srt.parse(translated(subtitles(cue), "Yes."))
    assert said.content == "- Yes.\n－Yes."


def test_numbers_and_timings_stay() -> None:
    text = "7\n00:00:01,500 --> 00:00:02,000 X1:10\n停戦\n\n3\n1:00:00.5 --> 1:00:01.0\n議会\n"
    assert translated(text, "Yes.") == text.replace("停戦", "Yes.").replace("議会", "Yes.")


def test_tags_and_positions_stay() -> None:
    text = subtitles('{\\an8}<i>議会</i>は<font color="red">停戦</font>を')
    assert texts(text) == ["議会は停戦を"]
    out = translated(text, "Yes.")
    for tag in ("{\\an8}", "<i>", "</i>", '<font color="red">', "</font>"):
        assert out.count(tag) == 1


def test_a_long_text_has_two_balanced_lines() -> None:
    (cue,) = srt.parse(translated(subtitles("議会は停戦を支持した"), LONG))
    one, two = cue.content.split("\n")
    assert f"{one} {two}" == LONG
    assert max(len(one), len(two)) <= LINE_CHARS
    assert abs(len(one) - len(two)) <= 12


def test_tags_do_not_count_as_length() -> None:
    text = subtitles("<i>議会</i>")
    line = "x" * 20 + " " + "y" * 21
    assert "\n" not in next(iter(srt.parse(translated(text, line)))).content


def test_the_line_ends_of_the_file_are_kept() -> None:
    text = subtitles("議会は停戦を\n支持した").replace("\n", "\r\n")
    out = translated(text, LONG)
    assert out.count("\r\n") == out.count("\n")
    assert re.search(r"\w\r\n\w", out)


@given(words=st.lists(st.text("abc", min_size=1, max_size=12), min_size=1, max_size=30))
def test_no_word_is_lost_and_there_are_two_lines_at_most(words: list[str]) -> None:
    said = " ".join(words)
    (cue,) = srt.parse(translated(subtitles("議会は停戦を支持した"), said))
    lines = cue.content.split("\n")
    assert " ".join(lines) == said
    assert len(lines) <= 2
    assert len(lines) == 1 or len(said) > LINE_CHARS


def test_english_cannot_become_a_timing() -> None:
    out = translated(subtitles("議会"), "a\n\n9\n00:00:01,000 --> 00:00:02,000\nb")
    assert len(list(srt.parse(out))) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16"])
def test_the_encoding_is_found_out_and_kept(encoding: str) -> None:
    data = subtitles("議会は停戦を支持したのです").encode(encoding)
    document = registry.decode(data, name="a.srt")
    assert [block.text for block in document.blocks] == ["議会は停戦を支持したのです"]
    assert registry.encode(document, document.text) == data
    assert registry.encode(document, "Yes").decode(encoding) == "Yes"


def test_a_letter_that_the_encoding_lacks_makes_it_utf_8() -> None:
    document = registry.decode(subtitles("議会です").encode("cp932"), name="a.srt")
    assert registry.encode(document, "café 議会") == "café 議会".encode()


def test_subtitles_on_standard_input_are_recognised() -> None:
    assert registry.detect(subtitles("議会"), "") == "srt"
