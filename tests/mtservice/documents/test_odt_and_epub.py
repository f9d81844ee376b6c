"""ODT and EPUB: only what stands between the tags changes."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO

import pytest
from contract.packed import members, opened, parsed, translated, unchanged, with_part, zipped
from ebooklib import epub
from fakes.documents import book, open_document
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import teletype
from odf.opendocument import load
from odf.text import A, H, P, Span

from mtservice.errors import DocumentError


def test_the_words_of_an_open_document_are_read() -> None:
    document = opened(open_document())
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "首脳会合の報告"),
        ("paragraph", "議会は停戦を支持した。ミンスクで会談した。"),
        ("paragraph", "共同声明"),
        ("item", "M&A <東>"),
        ("cell", "ベラルーシ"),
        ("cell", "ミンスク"),
    ]


@pytest.mark.parametrize("data", [open_document(), book()], ids=["odt", "epub"])
def test_an_identity_gives_the_same_file(data: bytes) -> None:
    assert unchanged(data) == data


def test_an_open_document_keeps_its_structure() -> None:
    data = open_document()
    after = translated(data)
    changed = {name for name, part in members(data).items() if members(after)[name] != part}
    assert changed == {"content.xml"}
    document = load(BytesIO(after))
    assert teletype.extractText(document.getElementsByType(H)[0]) == "One two three."
    assert document.getElementsByType(A)[0].getAttribute("href") == "https://a.example/"
    assert teletype.extractText(document.getElementsByType(Span)[0])
    words = [teletype.extractText(item) for item in document.getElementsByType(P)]
    assert words[1] == "One two three."  # the note
    assert words[-1] == "One two three."


def content(*paragraphs: str) -> bytes:
    """An ODT file with these paragraphs as its content."""
    xml = members(open_document())["content.xml"].decode()
    start, end = xml.index("<office:text"), xml.index("</office:text>")
    start = xml.index(">", start) + 1
    inner = "".join(f"<text:p>{item}</text:p>" for item in paragraphs)
    return with_part(open_document(), "content.xml", xml[:start] + inner + xml[end:])


ODT_SAID = (
    ("議会<text:s text:c='2'/>は<text:tab/>停戦<text:line-break/>を", "議会は停戦を"),
    ("議会<text:page-number>3</text:page-number>は", "議会は"),
    (
        "<text:ruby><text:ruby-base>首脳</text:ruby-base><text:ruby-text>しゅ</text:ruby-text></text:ruby>会",
        "首脳会",
    ),
    ("議会<office:annotation><text:p>注</text:p></office:annotation>は", "議会は"),
    ("議会は<text:soft-page-break/>停戦", "議会は停戦"),
)


@pytest.mark.parametrize(("xml", "words"), ODT_SAID)
def test_fields_notes_and_breaks_are_no_words(xml: str, words: str) -> None:
    data = content(xml)
    assert [block.text for block in opened(data).blocks] == [words]
    assert unchanged(data) == data
    parsed(members(translated(data))["content.xml"])


def test_the_reading_of_a_ruby_goes() -> None:
    after = members(translated(content(ODT_SAID[2][0])))["content.xml"].decode()
    assert "ruby" not in after.split("<office:text")[1]


ODT_PIECES = st.recursive(
    st.sampled_from(["議会", "停戦。", "A &amp; B", "<text:s/>", "<text:tab/>", "\n  ", " "]),
    lambda inner: st.tuples(
        st.sampled_from(["span", "a", "ruby"]), st.lists(inner, max_size=3)
    ).map(lambda made: f"<text:{made[0]}>{''.join(made[1])}</text:{made[0]}>"),
    max_leaves=10,
)


@given(pieces=st.lists(ODT_PIECES, max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_paragraph_stays_sound(pieces: list[str]) -> None:
    xml = "".join(pieces)
    data = content(xml)
    assert unchanged(data) == data
    after = members(translated(data))["content.xml"].decode()
    parsed(after.encode())
    for sign in (
        "<text:span>",
        "</text:span>",
        "<text:a>",
        "</text:a>",
        "<text:s/>",
        "<text:tab/>",
    ):
        assert after.count(sign) == members(data)["content.xml"].decode().count(sign)


def test_the_words_of_a_book_are_read() -> None:
    kinds = {(block.kind, block.text) for block in opened(book()).blocks}
    assert ("paragraph", "首脳会合はミンスクで開かれた。") in kinds
    assert ("attribute", "ミンスク") in kinds
    assert ("heading", "停戦") in kinds
    assert ("item", "共同声明") in kinds  # in the table of contents
    assert not any("停戦子" in text for _, text in kinds)  # the author's name


def test_a_book_keeps_its_structure_and_becomes_english() -> None:
    data = book()
    after = translated(data)
    with zipfile.ZipFile(BytesIO(after)) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    before, parts = members(data), members(after)
    assert list(before) == list(parts)
    assert before["EPUB/a.png"] == parts["EPUB/a.png"]
    assert "<dc:language>en</dc:language>" in parts["EPUB/content.opf"].decode()
    chapter = parts["EPUB/c0.xhtml"].decode()
    assert 'lang="en" xml:lang="en"' in chapter
    assert "ruby" not in chapter
    assert "<b>" in chapter
    assert "One two three." in parts["EPUB/toc.ncx"].decode()
    assert "One two three." in parts["EPUB/nav.xhtml"].decode()
    assert 'alt="One two three."' in parts["EPUB/c1.xhtml"].decode()
    for name, part in parts.items():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            parsed(part)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = epub.read_epub(BytesIO(after))
    assert again.title == "One two three."
    assert again.get_metadata("DC", "language")[0][0] == "en"


def test_named_entities_of_xhtml_are_read() -> None:
    chapter = (
        members(book())["EPUB/c0.xhtml"].decode().replace("で開かれた", "で&nbsp;開&eacute;かれた")
    )
    document = opened(with_part(book(), "EPUB/c0.xhtml", chapter))
    assert any("ミンスクで\xa0開éかれた" in block.text for block in document.blocks)


def test_chapters_in_folders_and_with_escaped_names_are_found() -> None:
    parts = members(book())
    parts["EPUB/text/第 0.xhtml"] = parts.pop("EPUB/c0.xhtml")
    package = parts["EPUB/content.opf"].decode()
    parts["EPUB/content.opf"] = package.replace(
        'href="c0.xhtml"', 'href="text/%E7%AC%AC%200.xhtml"'
    ).encode()
    assert b"One two" in members(translated(zipped({**parts})))["EPUB/text/第 0.xhtml"]


def test_a_book_with_drm_is_refused() -> None:
    said = '<encryption><CipherReference URI="EPUB/c0.xhtml"/></encryption>'
    with pytest.raises(DocumentError, match=r"x: EPUB/c0.xhtml is encrypted \(DRM\)"):
        opened(with_part(book(), "META-INF/encryption.xml", said))
    fonts = '<encryption><CipherReference URI="EPUB/a.ttf"/></encryption>'
    assert opened(with_part(book(), "META-INF/encryption.xml", fonts)).blocks


def test_a_book_without_a_package_is_refused() -> None:
    with pytest.raises(DocumentError, match="names no package document"):
        opened(with_part(book(), "META-INF/container.xml", "<container/>"))
