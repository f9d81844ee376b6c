"""Fragments of HTML and XML: what is read, what is left alone, and where the tags come out."""

from __future__ import annotations

import html
import re

import pytest
from contract.document_contract import DocumentContract
from hypothesis import given
from hypothesis import strategies as st

from mtservice.documents.markup import Fragment
from mtservice.documents.markup_pieces import MarkupRules
from mtservice.documents.render import render
from mtservice.documents.stand_ins import terms_of
from mtservice.model import Alignment, Link, SegmentResult, Span
from mtservice.segmentation import segment

PIECES = st.sampled_from(
    [
        *"議会は首相。！A1 \n&<>\"'",
        *(
            "<b>",
            "</b>",
            "<p>",
            "</p>",
            "<br>",
            "<br/>",
            "<x id='1'/>",
            '<x id="2"></x>',
            "<!--",
            "-->",
        ),
        *(
            "&amp;",
            "&lt;",
            "&quot;",
            "&#39;",
            "&nbsp;",
            "&#26085;",
            "&#x0;",
            "&none;",
            "<a href='x'>",
        ),
        *(
            "</a>",
            "<code>",
            "</code>",
            "<rt>",
            "</rt>",
            "<![CDATA[",
            "]]>",
            "<?a b?>",
            "\r\n",
            "🙂",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
RULES = st.builds(
    MarkupRules,
    st.sampled_from(["html", "xml", "plain"]),
    st.booleans(),
    st.sampled_from([frozenset(), frozenset("x")]),
    st.sampled_from([frozenset(), frozenset("b")]),
    st.sampled_from([frozenset(), frozenset("p")]),
    st.booleans(),
)


class TestHtml(DocumentContract):
    name = "html-fragment"


class TestXml(DocumentContract):
    name = "xml-fragment"


class TestTextWithWraps(DocumentContract):
    name = "plain-fragment"


def blocks(text: str, **rules: object) -> list[str]:
    return [block.text for block in Fragment(MarkupRules(**rules)).read(text)]  # type: ignore[arg-type]


def translated(text: str, words: dict[str, tuple[str, dict[str, str]]], **rules: object) -> str:
    """`text` with each sentence as `words` says it: the English, and which words say which."""
    form = Fragment(MarkupRules(**rules))  # type: ignore[arg-type]
    document = form.document(text)
    results = []
    for block in document.blocks:
        for item in segment(block):
            english, pairs = words.get(item.text, (item.text, {}))
            links = [
                Link(
                    Span(item.text.index(ja), item.text.index(ja) + len(ja)),
                    Span(english.index(en), english.index(en) + len(en)),
                )
                for ja, en in pairs.items()
            ]
            results.append(SegmentResult(item, english, alignment=Alignment(tuple(links))))
    return render(document, results, form)[0]


CEASEFIRE = {
    "議会は停戦を求めた。": (
        "Parliament called for a ceasefire.",
        {"議会": "Parliament", "停戦": "ceasefire", "求めた": "called"},
    ),
    "首相が会見した。": (
        "The Prime Minister spoke.",
        {"首相": "Prime Minister", "会見した": "spoke"},
    ),
}


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("議会は<b>停戦</b>を求めた。", "Parliament called for a <b>ceasefire</b>."),
        (
            '<p class="a">議会は停戦を求めた。</p>',
            '<p class="a">Parliament called for a ceasefire.</p>',
        ),
        (
            "議会は停戦を求めた。首相が会見した。",
            "Parliament called for a ceasefire. The Prime Minister spoke.",
        ),
        (
            '<a href="/s?a=1&amp;b=2">議会</a>は停戦を求めた。',
            '<a href="/s?a=1&amp;b=2">Parliament</a> called for a ceasefire.',
        ),
        (
            "<li>議会は停戦を\n   求めた。</li>\n<li>首相が会見した。</li>",
            "<li>Parliament called for a ceasefire.</li>\n<li>The Prime Minister spoke.</li>",
        ),
        ("<script>議会は停戦を求めた。</script>", "<script>議会は停戦を求めた。</script>"),
        (
            "<ruby>議会<rt>ぎかい</rt></ruby>は停戦を求めた。",
            "<ruby>Parliament</ruby> called for a ceasefire.",
        ),
        ("議会は<!-- 注 -->停戦を求めた。", "Parliament<!-- 注 --> called for a ceasefire."),
    ],
)
def test_html_keeps_its_tags_round_the_words_that_translate_theirs(
    given_: str, expected: str
) -> None:
    assert translated(given_, CEASEFIRE) == expected


FOUND = {"議会": "Parliament", "停戦": "ceasefire", "X2": "X2", "X3": "X3"}


@pytest.mark.parametrize(
    ("source", "read", "english", "expected"),
    [
        (
            '<x id="1"></x>を削除した。',
            "X2を削除した。",
            "X2 was deleted.",
            '<x id="1"></x> was deleted.',
        ),
        ("<b><x/></b>を消した。", "X2を消した。", "It deleted X2.", "It deleted <b><x/></b>."),
        ("<x>a</x>と<x>b</x>だ。", "X2とX3だ。", "X3 & X2.", "<x>b</x> &amp; <x>a</x>."),
        ("<x>a</x><x>b</x>だ。", "X2だ。", "It is X2.", "It is <x>a</x><x>b</x>."),
        ("議会は<x/>だ。", "議会はX2だ。", "X2, X2 is Parliament.", "<x/>,  is Parliament."),
        ("議会の<x/>だ。", "議会のX2だ。", "Parliament is.", "Parliament <x/> is."),
        ("第X2議会の<x/>だ。", "第X2議会のQ2だ。", "Q2, X2 Parliament.", "<x/>, X2 Parliament."),
        ("<b>A</b><x/>だ。", "AX2だ。", "It is AX2.", "It is A<x/>.<b></b>"),
        ("A<x/>だ。", "Aだ。", "It is A.", "It is A.<x/>"),
    ],
)
def test_a_placeholder_is_read_as_a_word_and_survives(
    source: str, read: str, english: str, expected: str
) -> None:
    rules: dict[str, object] = {"kind": "xml", "ignored": frozenset("x")}
    assert blocks(source, **rules) == [read]
    pairs = {ja: en for ja, en in FOUND.items() if ja in read and en in english}
    assert translated(source, {read: (english, pairs)}, **rules) == expected


def test_stand_ins_are_terms_for_the_call() -> None:
    form = Fragment(MarkupRules("xml"))
    few = [form.document("<a/>は<b/>だ。"), form.document("首相")]
    assert [(term.source, term.preferred) for term in terms_of(few)] == [
        (f"X{number}", f"X{number}") for number in range(2, 10)
    ]
    many = [form.document("首<x/>" * 20), form.document("X2と<x/>")]
    assert len(terms_of(many)) == 98 + 8
    assert terms_of([form.document("首相<b>は</b>")]) == ()


def test_references_are_read_and_english_is_written_safely() -> None:
    words = {'AT&Tは"停戦"を<求めた>。': ("AT&T <asked>.", {"求めた": "asked"})}
    text = "AT&amp;Tは&quot;停戦&quot;を&lt;求めた&gt;。"
    assert blocks(text) == list(words)
    assert translated(text, words) == "AT&amp;T &lt;asked&gt;."
    assert (
        translated("<b>AT&amp;</b>は&amp;", {"AT&は&": ("AT& is", {"AT&": "AT&"})})
        == "<b>AT&amp;</b> is"
    )
    assert blocks("&#26085;&#x672c;&nbsp;A") == ["日本A"]
    assert translated("A &quot;B&quot; &gt; C &#26085;", {}) == "A &quot;B&quot; &gt; C &#26085;"


def test_lines_of_xml_are_sentences_or_wraps() -> None:
    text = "議会は停戦を\n求めた。"
    assert blocks(text, kind="xml", lines_part=True) == ["議会は停戦を", "求めた。"]
    assert blocks(text, kind="xml") == ["議会は停戦を求めた。"]
    assert blocks(f"{text}\n\n首相", kind="plain") == ["議会は停戦を求めた。", "首相"]
    assert blocks("the Prime\nMinister", kind="plain") == ["the Prime Minister"]


def test_the_layout_of_xml_is_found_or_told() -> None:
    rows = "<t><r>議会は</r><r>停戦</r></t>"
    assert blocks(rows, kind="xml") == ["議会は", "停戦"]
    assert blocks(rows, kind="xml", outline=False) == ["議会は停戦"]
    assert blocks(rows, kind="xml", outline=False, parting=frozenset("r")) == ["議会は", "停戦"]
    assert blocks(rows, kind="xml", joined=frozenset("r")) == ["議会は停戦"]
    assert blocks("<b>議会</b><i>は</i>", kind="xml") == ["議会は"]
    assert blocks("<b>議会</b>\n<i>首相</i>", kind="xml") == ["議会", "首相"]


def test_what_is_not_to_be_translated_is_one_word() -> None:
    text = '議会<code>は</code>停戦<span translate="no">を</span>求めた'
    assert blocks(text) == ["議会X2停戦X3求めた"]
    assert blocks('議会<b class="x notranslate">は</b>', kind="xml") == ["議会X2"]
    assert blocks('議会<i class="icon"></i><img src="a.png">は') == ["議会は"]
    assert blocks('議会<x id="1"></x>は') == ["議会X2は"], "no element of HTML"
    assert blocks("<code>議会</code> <x></x>") == [], "nothing but what stays"
    assert blocks("<pre>議会\n  は</pre>") == []


def test_a_smaller_sign_that_begins_no_tag_is_text() -> None:
    assert blocks("1 < 2 は<本当>だ") == ["1 < 2 は<本当>だ"]
    assert blocks("<b>議会", kind="xml") == ["議会"]
    assert blocks("<code>議会") == ["議会"]


@given(TEXTS, RULES)
def test_an_identity_changes_no_byte_under_any_rules(text: str, rules: MarkupRules) -> None:
    form = Fragment(rules)
    document = form.document(text)
    results = [
        SegmentResult(item, item.text) for block in document.blocks for item in segment(block)
    ]
    assert render(document, results, form)[0] == text


@given(TEXTS)
def test_every_tag_is_there_afterwards_as_often_as_before(text: str) -> None:
    form = Fragment(MarkupRules("xml", ignored=frozenset("x")))
    document = form.document(text)
    results = [
        SegmentResult(item, "Some <English> & more")
        for block in document.blocks
        for item in segment(block)
    ]
    out = render(document, results, form)[0]
    tags = re.compile(r"</?[a-z][^<>\"']*>|<x id=(?:'1'/|\"2\"></x)>")
    assert sorted(tags.findall(out)) == sorted(tags.findall(text))
    assert out.count(html.escape("<English>")) == len(results)
