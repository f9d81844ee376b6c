"""Every format passes the contract; what each takes out of its markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract.document_contract import DocumentContract, seeds

from mtservice.documents import registry
from mtservice.documents.render import render
from mtservice.errors import EncodingError, UnknownFormatError
from mtservice.model import Alignment, Link, SegmentResult, Span
from mtservice.segmentation import segment


class TestPlain(DocumentContract):
    name = "text"


class TestPdfText(DocumentContract):
    name = "pdf-text"


class TestMarkdown(DocumentContract):
    name = "markdown"


class TestWikitext(DocumentContract):
    name = "wikitext"


def texts(name: str, text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in registry.read(text, format=name).blocks]


WRAPPED = "\n\n".join(
    [
        "【外交】 ",
        "●閣僚級会合の開催 ",
        "・各国の閣僚は、域内の物流及び通関手続の電子化につき協議し、共同の基",
        "金を設けることで合意。議長国の代表は、物流に関する覚書に本日署名し",
        "た旨発言。 ",
        "（11月 23日） \n",
    ]
)


def test_wrapped_lines_are_joined_and_bullets_stay_outside() -> None:
    heading, title, item, date = texts("pdf-text", WRAPPED)
    assert heading == ("heading", "外交")
    assert title == ("item", "閣僚級会合の開催")
    assert item[0] == "item"
    assert "電子化につき協議し、共同の基金を設けることで合意。" in item[1]
    assert item[1].endswith("議長国の代表は、物流に関する覚書に本日署名した旨発言。")
    assert date == ("paragraph", "（11月 23日）")


def test_wikitext_gives_the_words_and_leaves_the_rest() -> None:
    text = (
        "== 議会 ==\n[[ミンスク|首都]]で'''会談'''した<ref>{{Cite news|title=注}}</ref>。"
        "{{仮リンク|工業園区|en|Park}}と{{ruby|鏡|かがみ}}。[http://a.example 公式]\n* 項目\n"
        "[[File:a.png|thumb|図]]\n{|\n! 名\n|-\n| 甲 || 乙\n|}\n[[Category:政治]]\n"
    )
    assert texts("wikitext", text) == [
        ("heading", "議会"),
        ("paragraph", "首都で会談した。工業園区と鏡。公式"),
        ("item", "項目"),
        ("cell", "名"),
        ("cell", "甲"),
        ("cell", "乙"),
    ]


def test_markdown_gives_the_words_and_leaves_the_rest() -> None:
    text = (
        "---\ntitle: 題\n---\n# 見出し\n\n**議会**は[停戦](https://a.example)を`code`で\n求めた。\n\n"
        "- 項目\n  続き\n\n> 引用\n\n```\n式\n```\n\n| 名 | 値 |\n|---|---|\n| 甲 | 乙 |\n"
    )
    assert texts("markdown", text) == [
        ("heading", "見出し"),
        ("paragraph", "議会は停戦をで求めた。"),
        ("item", "項目続き"),
        ("paragraph", "引用"),
        *[("cell", word) for word in ("名", "値", "甲", "乙")],
    ]


TAKEN_OUT = (
    ("markdown", "- [ ] 議会\n- [x] 停戦", ["議会", "停戦"]),
    ("markdown", "第一に\\\n第二に", ["第一に第二に"]),
    ("markdown", "[停戦](http://a.example/b_(c))は続く", ["停戦は続く"]),
    ("markdown", "議会<!-- 注 -->は$E=mc^2$と$$x_1$$を", ["議会はとを"]),
    ("markdown", "料金は$100と$200だ", ["料金は$100と$200だ"]),
    ("markdown", "停戦[^1]\n\n[^1]: 脚注の文。", ["停戦", "脚注の文。"]),
    ("markdown", "詳細はhttps://a.example/b（停戦）とhttps://a.exampleを", ["詳細は（停戦）とを"]),
    ("markdown", "参照 https://a.example/wiki/ミンスク/x 。", ["参照  。"]),
    ("markdown", "*議会*は**停戦**を`*`で\n*求め\nた*。", ["議会は停戦をで求めた。"]),
    ("wikitext", "#REDIRECT [[ミンスク]]\n議会", ["議会"]),
    ("wikitext", "#転送 [[ミンスク]]", []),
    ("wikitext", "# [[ミンスク]]", ["ミンスク"]),
    ("wikitext", '{|\n|+ style="x" | 閣僚\n|+ 名簿\n|}', ["閣僚", "名簿"]),
    ("wikitext", "{{仮リンク|工業園区|en|Park|label=園区}}。", ["園区。"]),
    ("wikitext", "{{仮リンク|label=園区|工業園区|en|Park}}。", ["園区。"]),
    ("wikitext", "https://a.example/wiki/ミンスク（議会）", ["（議会）"]),
)


@pytest.mark.parametrize(("form", "text", "words"), TAKEN_OUT)
def test_what_is_no_words_is_taken_out(form: str, text: str, words: list[str]) -> None:
    assert [block.text for block in registry.read(text, format=form).blocks] == words


def test_two_latin_words_over_a_wrap_stay_two() -> None:
    text = (
        "各国の閣僚は、域内の物流及び通関手続の電子化につき協議した。The Eurasian Economic\n"
        "Union（同盟）の代表は、物流に関する覚書に本日署名した旨発言し、共同の基金を設けること\r\n"
        "で合意した。\n"
    )
    (_, block), *_ = texts("pdf-text", text)
    assert "Economic Union（同盟）" in block


ESCAPED = (
    ("markdown", "議会", "snake_case [ ] [word] a_b_ 1 < 2", r"snake_case [ ] [word] a_b\_ 1 < 2"),
    (
        "markdown",
        "議会",
        "*a* `b` <i> [c](d) &amp; \\",
        r"\*a\* \`b\` \<i> [c\](d) \&amp; " + "\\\\",
    ),
    ("markdown", "| 議会 |\n|---|\n", "a|b", "| a\\|b |\n|---|\n"),
    ("wikitext", "議会", "a|b ''c'' [[d]]", "a<nowiki>|</nowiki>b <nowiki>''</nowiki>c"),
)


@pytest.mark.parametrize(("form", "source", "english", "written"), ESCAPED)
def test_english_begins_no_markup(form: str, source: str, english: str, written: str) -> None:
    document = registry.read(source, format=form)
    results = [SegmentResult(segment(block)[0], english) for block in document.blocks]
    text, _ = render(document, results, registry.format_of(form))
    assert text.startswith(written)


def test_markup_goes_round_the_words_that_translate_its_words() -> None:
    document = registry.read("議会は[[停戦]]を求めた。次。", format="wikitext")
    first, second = (item for block in document.blocks for item in segment(block))
    links = (Link(Span(0, 2), Span(0, 10)), Link(Span(3, 5), Span(20, 29)))
    results = [
        SegmentResult(first, "Parliament sought a ceasefire.", alignment=Alignment(links)),
        SegmentResult(second, "Next."),
    ]
    text, placed = render(document, results, registry.format_of("wikitext"))
    assert text == "Parliament sought a [[停戦|ceasefire]]. Next."
    assert placed[1].target.of(text) == "Next."


EDGES = (
    (
        "wikitext",
        "[[ミンスク]]で[[停戦]]が決まる。",
        "A ceasefire is agreed in Minsk.",
        [((0, 4), (25, 30)), ((5, 7), (0, 11))],
        "[[停戦|A ceasefire]] is agreed in [[ミンスク|Minsk]].",
    ),
    (
        "markdown",
        "ミンスクで[停戦](a)",
        "A ceasefire in Minsk",
        [((0, 4), (15, 20)), ((5, 7), (0, 11))],
        "[A ceasefire](a) in Minsk",
    ),
    (
        "markdown",
        "**[ミンスク](a)合意**は続く。",
        "The Minsk agreement continues.",
        [((0, 4), (4, 9)), ((4, 6), (10, 19))],
        "The **[Minsk](a) agreement** continues.",
    ),
    (
        "markdown",
        "[停戦の合意](a)。",
        "The agreement on a ceasefire.",
        [((3, 5), (4, 13))],
        "[The agreement on a ceasefire](a).",
    ),
    (
        "wikitext",
        "[[<b>ミンスク]]は都。",
        "The capital is Minsk.",
        [((0, 4), (15, 20)), ((5, 6), (4, 11))],
        "The capital is [[ミンスク|<b>Minsk]].",
    ),
)


@pytest.mark.parametrize(("form", "source", "english", "links", "translated"), EDGES)
def test_a_pair_at_the_edge_of_a_sentence_moves_with_its_words(
    form: str,
    source: str,
    english: str,
    links: list[tuple[tuple[int, int], tuple[int, int]]],
    translated: str,
) -> None:
    document = registry.read(source, format=form)
    (item,) = segment(document.blocks[0])
    pairs = tuple(Link(Span(*said), Span(*target)) for said, target in links)
    result = SegmentResult(item, english, alignment=Alignment(pairs))
    text, (placed,) = render(document, [result], registry.format_of(form))
    assert text == translated
    assert placed.source.of(document.text) == source
    assert placed.target.of(text) == translated


def test_code_stands_apart_from_the_english_words() -> None:
    document = registry.read("設定は`a.toml`にある。", format="markdown")
    (item,) = segment(document.blocks[0])
    links = (Link(Span(0, 2), Span(4, 12)), Link(Span(3, 5), Span(13, 15)))
    result = SegmentResult(item, "The settings in it.", alignment=Alignment(links))
    text, _ = render(document, [result], registry.format_of("markdown"))
    assert text == "The settings `a.toml` in it."


def test_a_ref_stays_behind_its_sentence() -> None:
    document = registry.read("会談した。<ref>注</ref>帰国した。", format="wikitext")
    results = [
        SegmentResult(item, english)
        for item, english in zip(
            segment(document.blocks[0]), ("They met.", "They left."), strict=True
        )
    ]
    text, _ = render(document, results, registry.format_of("wikitext"))
    assert text == "They met.<ref>注</ref> They left."


def test_the_real_documents_come_out_as_they_went_in(shared_corpus: Path) -> None:
    formats = []
    for path in seeds(shared_corpus):
        document = registry.decode(path.read_bytes(), name=path.name)
        results = [SegmentResult(s, s.text) for block in document.blocks for s in segment(block)]
        text, _ = render(document, results, registry.format_of(document.format))
        assert text == document.text
        formats.append(document.format)
    assert formats == ["wikitext", "markdown", "pdf-text", "text"]


@pytest.mark.parametrize(
    ("data", "words"),
    [("議会".encode("cp932"), "byte 0 is not UTF-8"), (b"a\0b", "NUL at character 1")],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(EncodingError, match=words):
        registry.decode(data, name="a.txt")


def test_an_encoding_can_be_said() -> None:
    assert registry.decode("議会".encode("cp932"), name="a", encoding="cp932").text == "議会"
    assert registry.decode("議会".encode("utf-16"), name="a").text == "議会"
    with pytest.raises(EncodingError, match="no encoding is called 'klingon'"):
        registry.decode(b"a", name="a", encoding="klingon")


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(
        UnknownFormatError, match=r"'docx9'; known: text, pdf-text, markdown, wikitext"
    ):
        registry.decode(b"a", name="a", format="docx9")
