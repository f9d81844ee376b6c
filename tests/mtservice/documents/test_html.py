"""HTML documents: what is read, what is left alone, and how English is put among the tags."""

from __future__ import annotations

import pytest
from contract.document_contract import backwards

from mtservice.documents import registry
from mtservice.documents.render import render
from mtservice.model import SegmentResult
from mtservice.segmentation import segment


def texts(html: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in registry.read(html, format="html").blocks]


def translated(html: str | bytes, english: str = "One two three.") -> bytes:
    data = html if isinstance(html, bytes) else html.encode()
    document = registry.decode(data, name="page.html")
    results = [
        SegmentResult(item, english, alignment=backwards(item.text, english))
        for block in document.blocks
        for item in segment(block)
    ]
    text, placed = render(document, results, registry.format_of("html"))
    for item in placed:
        assert item.source.of(document.text)
        assert item.target.of(text)
    return registry.encode(document, text)


READ = (
    ("<h2>議会</h2><p>停戦<li>項目<table><td>甲", ["heading", "paragraph", "item", "cell"]),
    ("<title>題</title><figcaption>図</figcaption>", ["heading", "caption"]),
    ('<meta name="description" content="概要"><img alt="図">', ["attribute", "attribute"]),
)


@pytest.mark.parametrize(("html", "kinds"), READ)
def test_each_element_holds_a_block_of_its_kind(html: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in texts(html)] == kinds


SAID = (
    ("<p>議会は\n   <b>停戦</b>を\r\n求めた。</p>", ["議会は停戦を求めた。"]),
    ("<p>The European\n  Union（同盟）</p>", ["The European Union（同盟）"]),
    ("M&amp;A &lt;東&gt; &#35696;&#x4f1a; &unknown; &copy", ["M&A <東> 議会  &copy"]),
    ("<ruby>首脳<rp>(</rp><rt>しゅのう</rt><rp>)</rp></ruby>会合", ["首脳会合"]),
    ("設定は<code>a = '議'</code>と<kbd>Ctrl</kbd>", ["設定はと"]),
    ('<span translate="no">ミンスク</span>で<b class="x notranslate">停戦</b>を', ["でを"]),
    ('<div translate="no"><p>議会</p></div><p>停戦</p>', ["停戦"]),
    ("<script>var a = '<p>議会</p>';</script><style>/*議*/</style>停戦", ["停戦"]),
    ("<!-- 議会 --><p>停戦<!-- 注 -->を</p>", ["停戦を"]),
    ("<pre>議会</pre><textarea>議会</textarea>停戦", ["停戦"]),
    ("<p>議会<div>停戦</div>首相", ["議会", "停戦", "首相"]),
    ("<p>&nbsp;</p><p> </p>", []),
    ("1 < 2、3 > 2", ["1 < 2、3 > 2"]),
)


@pytest.mark.parametrize(("html", "words"), SAID)
def test_words_are_read_and_the_rest_is_left_alone(html: str, words: list[str]) -> None:
    assert [text for _, text in texts(html)] == words


def test_english_is_escaped_in_text_and_in_attributes() -> None:
    html = '<p>議会<img src="a.png" alt="図">は</p><img alt=\'図\'>'
    out = translated(html, "A <b> & \"c\" 'd'.").decode()
    assert 'alt="A &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;."' in out
    assert "alt='A &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;.'" in out
    assert "<p>A &lt;b&gt; &amp; " in out


def test_attributes_in_a_sentence_are_translated_where_the_tag_goes() -> None:
    html = '<p>議会は<a href="x" title="首相の頁">停戦</a>を求めた。</p>'
    out = translated(html).decode()
    assert '<a href="x" title="One two three.">' in out
    assert out.count("</a>") == 1


def test_the_language_is_english_once_the_words_are() -> None:
    html = (
        '<html lang="ja-JP" xml:lang="ja"><p lang=\'ja\'>'
        '議会は<i lang="ja">停</i><b lang="ru">戦</b></p>'
    )
    out = translated(html).decode()
    assert '<html lang="en" xml:lang="en"><p lang=\'en\'>' in out
    assert '<i lang="en">' in out
    assert '<b lang="ru">' in out


def test_ruby_loses_its_reading_and_a_line_wrap_goes() -> None:
    html = "<p>\n  <ruby>首脳<rt>しゅのう</rt></ruby>会合は\n  開かれた。\n</p>"
    assert translated(html) == b"<p>\n  One two three.\n</p>"
    assert translated("<p><ruby>首脳<rt>しゅのう</rt></ruby></p>") == b"<p>One two three.</p>"


def test_code_stands_apart_from_the_words() -> None:
    out = translated("<p>設定は<code>a.toml</code>にある。</p>").decode()
    assert "<code>a.toml</code>" in out
    assert "e<code>" not in out.replace(" <code>", "")


ENCODINGS = ("shift_jis", "euc-jp", "iso-2022-jp", "utf-8", "windows-31j")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_declared_encoding_is_read_and_kept(encoding: str) -> None:
    html = f'<!DOCTYPE html><meta charset="{encoding}"><p>議会は停戦を求めた。</p>'
    data = html.encode("cp932" if encoding == "windows-31j" else encoding)
    document = registry.decode(data, name="a.html")
    assert document.blocks[0].text == "議会は停戦を求めた。"
    assert registry.encode(document, document.text) == data
    out = translated(data, "The café’s vote.")
    assert b"The caf" in out
    if encoding != "utf-8":
        assert b"caf&#233;" in out or b"caf\xe9" not in out.decode("latin-1").encode("latin-1")


def test_a_charset_in_a_content_type_counts_and_a_wrong_name_does_not_harm() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP">'
    data = f"{head}<p>議会は停戦を求めた。".encode("euc-jp")
    assert registry.decode(data, name="a.htm").blocks[0].text == "議会は停戦を求めた。"
    unknown = '<meta charset="klingon"><p>議会は停戦を求めた。'.encode("cp932")
    assert registry.decode(unknown, name="a.htm").blocks[0].text == "議会は停戦を求めた。"


def test_without_a_declaration_the_encoding_is_found_out() -> None:
    for encoding in ("cp932", "euc-jp", "utf-8"):
        data = "<p>こんにちは、議会の皆さん。</p>".encode(encoding)
        assert registry.decode(data, name="a.html").blocks[0].text == "こんにちは、議会の皆さん。"


def test_a_page_on_standard_input_is_recognised() -> None:
    for text in (
        "<!DOCTYPE html>\n<p>議会",
        "<!-- 注 -->\n<HTML>議会",
        "<?xml version='1.0'?><html>",
    ):
        assert registry.detect(text, "") == "html"
    assert registry.detect("議会 <b>停戦</b>", "") == "text"


@pytest.mark.timeout(20)
def test_nesting_without_end_is_read() -> None:
    html = "<b>" * 20_000 + "議会" + "</b>" * 20_000
    document = registry.read(html, format="html")
    results = [SegmentResult(item, "Yes.") for item in segment(document.blocks[0])]
    text, _ = render(document, results, registry.format_of("html"))
    assert text.count("<b>") == text.count("</b>") == 20_000
    assert "Yes" in text
