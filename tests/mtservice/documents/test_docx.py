"""DOCX: runs are joined to sentences and come apart again, all other bytes stay."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from contract.packed import members, opened, parsed, translated, unchanged, with_part
from fakes.documents import W, word_document, word_paragraphs
from hypothesis import given, settings
from hypothesis import strategies as st

from mtservice.documents.docx import read_part
from mtservice.documents.xml_part import XmlPart

MAIN = "word/document.xml"


def texts(data: bytes) -> list[str]:
    return [block.text for block in opened(data).blocks]


def run(words: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def field(code: str, shown: str) -> str:
    kinds = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    return f"{kinds[0]}<w:r><w:instrText> {code} </w:instrText></w:r>{kinds[1]}{shown}{kinds[2]}"


def test_the_words_of_all_parts_are_read() -> None:
    document = opened(word_document())
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "首脳会合の報告"),
        ("paragraph", "議会は停戦を支持した。ミンスクで会談した。"),
        ("paragraph", "住所M&A <東>"),
        ("paragraph", "停戦"),
        ("cell", "ベラルーシ"),
        ("cell", "ミンスク"),
        ("paragraph", "首脳会合"),
    ]
    assert '議会は<g id="1">停戦</g>を支持した。' in document.text
    assert "M&amp;A &lt;東&gt;" in document.text


def test_an_identity_gives_the_same_file() -> None:
    data = word_document()
    assert unchanged(data) == data


def test_everything_but_the_words_is_kept() -> None:
    data = word_document()
    before, after = members(data), members(translated(data))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert MAIN in changed
    assert all(re.fullmatch(r"word/(document|header\d)\.xml", name) for name in changed)
    document = docx.Document(BytesIO(translated(data)))
    assert [item.text for item in document.paragraphs][:2] == [
        "One two three.",
        "One two three. One two three.",
    ]
    assert next(item.style.name for item in document.paragraphs) == "Heading 1"
    assert document.paragraphs[1].hyperlinks[0].address == "https://a.example/"
    assert document.paragraphs[1].hyperlinks[0].text
    assert any(item.bold for item in document.paragraphs[1].runs)
    assert len(document.inline_shapes) == 1
    assert document.tables[0].cell(0, 1).text == "One two three."
    assert document.sections[0].header.paragraphs[0].text == "One two three."


def test_runs_that_look_alike_are_one_text() -> None:
    data = word_paragraphs(
        run("議", '<w:rFonts w:hint="eastAsia"/>')
        + '<w:proofErr w:type="spellStart"/>'
        + run("会", '<w:lang w:eastAsia="ja-JP"/>')
        + "<w:r><w:lastRenderedPageBreak/><w:t>は</w:t></w:r>"
        + run("停", "<w:b/>")
        + run("戦", "<w:b/>")
    )
    document = opened(data)
    assert document.text == '議会は<g id="1">停戦</g>'
    assert unchanged(data) == data


LEFT_OUT = (
    ("footnote", '<w:r><w:footnoteReference w:id="2"/></w:r>', "footnoteReference"),
    ("tab", "<w:r><w:tab/></w:r>", "tab/>"),
    ("field", field("PAGEREF a", run("12")), "PAGEREF"),
    ("formula", '<m:oMath xmlns:m="m"><m:r><m:t>議</m:t></m:r></m:oMath>', "oMath"),
    ("deleted", '<w:del w:id="1"><w:r><w:delText>消</w:delText></w:r></w:del>', "delText"),
    ("simple field", f'<w:fldSimple w:instr="DATE">{run("今日")}</w:fldSimple>', "fldSimple"),
)


@pytest.mark.parametrize(("name", "xml", "sign"), LEFT_OUT, ids=[item[0] for item in LEFT_OUT])
def test_what_has_no_words_is_kept_once(name: str, xml: str, sign: str) -> None:
    data = word_paragraphs(run("議会") + xml + run("停戦"))
    assert texts(data) == ["議会停戦"]
    assert unchanged(data) == data
    main = members(translated(data))[MAIN].decode()
    assert main.count(sign) == members(data)[MAIN].decode().count(sign)
    parsed(main.encode())


WRAPPED = (
    ("inserted", f'<w:ins w:id="1" w:author="a">{run("停戦")}</w:ins>', "w:ins"),
    ("control", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('停戦')}</w:sdtContent></w:sdt>", "w:sdtPr"),
    ("tag", f"<w:smartTag>{run('停戦')}</w:smartTag>", "w:smartTag"),
    (
        "link",
        f'<w:hyperlink w:anchor="x">{run("停", "<w:i/>")}{run("戦")}</w:hyperlink>',
        "w:anchor",
    ),
    ("field link", field('HYPERLINK "http://a"', run("停戦")), "HYPERLINK"),
)


@pytest.mark.parametrize(("name", "xml", "sign"), WRAPPED, ids=[item[0] for item in WRAPPED])
def test_what_stands_round_words_goes_round_their_translation(
    name: str, xml: str, sign: str
) -> None:
    data = word_paragraphs(run("議会は") + xml + run("を求めた。"))
    assert texts(data) == ["議会は停戦を求めた。"]
    main = members(translated(data))[MAIN].decode()
    assert main.count(sign) == members(data)[MAIN].decode().count(sign)
    parsed(main.encode())
    paragraph = docx.Document(BytesIO(translated(data))).element.body[0]
    assert "".join(item.text or "" for item in paragraph.iter() if item.tag.endswith("}t")) == (
        "One two three."
    )


def test_bookmarks_and_comments_keep_their_order() -> None:
    data = word_paragraphs(
        run("議会は")
        + '<w:bookmarkStart w:id="1" w:name="a"/><w:commentRangeStart w:id="3"/>'
        + run("停戦")
        + '<w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="3"/>'
        + run("を")
    )
    main = members(translated(data))[MAIN].decode()
    assert main.index("bookmarkStart") < main.index("One") < main.index("bookmarkEnd")
    assert main.index("commentRangeStart") < main.index("commentRangeEnd")


def test_a_field_over_several_paragraphs_is_left_alone() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    data = word_paragraphs(
        run("議会") + begin + run("停戦"), run("甲") + end + run("乙"), begin + run("丙")
    )
    assert texts(data) == ["丙"]
    assert members(translated(data))[MAIN].count(b"fldChar ") == 3


@pytest.mark.timeout(60)
@pytest.mark.parametrize("count", [5, 4_000])
def test_fields_in_fields_and_fields_without_end_are_read(count: int) -> None:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    head = f"{begin}<w:r><w:instrText>HYPERLINK a</w:instrText></w:r>{separate}"
    nested = word_paragraphs(run("議会は") + head * count + run("停戦") + end * count + run("を"))
    assert unchanged(nested) == nested
    main = members(translated(nested))[MAIN]
    assert main.count(b"fldChar ") == 3 * count
    endless = word_paragraphs(run("議会は") + begin * count + run("停戦"))
    assert texts(endless) == []


def test_ruby_loses_its_reading() -> None:
    ruby = (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>しゅのう</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>首脳</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    data = word_paragraphs(ruby + run("会合"))
    assert texts(data) == ["首脳会合"]
    assert b"rubyPr" not in members(translated(data))[MAIN]


BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    f"<w:p>{run('箱の中')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def test_a_text_box_in_a_sentence_is_translated_too() -> None:
    data = word_paragraphs(run("議会は") + BOX + run("停戦を"))
    assert texts(data) == ["議会は停戦を", "箱の中"]
    main = members(translated(data))[MAIN].decode()
    assert main.count("three.") == 2
    assert "箱" not in main
    assert unchanged(data) == data


def test_notes_are_read() -> None:
    note = f"<w:footnote w:id='2'><w:p>{run('脚注の文。')}</w:p></w:footnote>"
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    data = with_part(word_paragraphs(run("議会")), "word/footnotes.xml", notes)
    assert texts(data) == ["議会", "脚注の文。"]
    assert b"One two three." in members(translated(data))["word/footnotes.xml"]


def test_another_prefix_of_the_namespace_is_read() -> None:
    data = word_paragraphs(run("議会は") + run("停戦", "<w:b/>"))
    main = members(data)[MAIN].decode()
    other = re.sub(r"(</?|\s|xmlns:)w:", r"\1x:", main).replace("xmlns:w=", "xmlns:x=")
    layout = read_part(XmlPart("a", other, "utf-8"))
    assert [item.text for item in layout.paragraphs] == ['議会は<g id="1">停戦</g>']
    built = layout.build(['<g id="1">A</g> b'])
    parsed(built.encode())
    assert "<x:b/>" in built


PIECES = st.sampled_from(
    [
        run("議会"),
        run("停戦。"),
        run("A &amp; B &lt;c"),
        run("  "),
        run("太", "<w:b/>"),
        run("斜", "<w:i/>"),
        "<w:r><w:br/></w:r>",
        "<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r>",
        "<w:r/>",
        f'<w:hyperlink w:anchor="x">{run("先")}</w:hyperlink>',
        f'<w:ins w:id="1">{run("増。")}{run("次", "<w:b/>")}</w:ins>',
        field("PAGE", run("1")),
        field("HYPERLINK x", run("縁") + run("。")),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:bookmarkStart w:id="1" w:name="a"/>',
        '<w:bookmarkEnd w:id="1"/>',
        BOX,
        "<w:pPr><w:jc w:val='left'/></w:pPr>",
    ]
)
PARAGRAPHS = st.lists(st.lists(PIECES, max_size=8).map("".join), min_size=1, max_size=3)


@given(paragraphs=PARAGRAPHS)
@settings(max_examples=60, deadline=None)
def test_any_paragraph_keeps_its_structure(paragraphs: list[str]) -> None:
    inner = "".join(f"<w:p>{item}</w:p>" for item in paragraphs)
    xml = f"<w:document {W}><w:body>{inner}</w:body></w:document>"
    data = with_part(word_document(), MAIN, xml)
    assert unchanged(data) == data
    after = members(translated(data))[MAIN]
    parsed(after)
    for sign in (b"fldChar ", b"w:anchor=", b"<w:ins ", b"bookmarkStart", b"<w:tab/>", b"v:shape "):
        assert after.count(sign) == xml.encode().count(sign), sign
    for paragraph in parsed(after).iter("{*}p"):
        for said in paragraph.findall("{*}t"):
            pytest.fail(f"words outside of a run: {said.text}")
