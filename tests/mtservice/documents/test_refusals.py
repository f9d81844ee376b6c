"""Files that are not what they seem, and files made to do harm: one clear sentence each."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import pytest
from contract.packed import members, opened, with_part, zipped
from fakes.documents import book, open_document, pdf, scanned_pdf, word_document

from mtservice.documents import registry
from mtservice.documents.base import ReadOptions
from mtservice.errors import DocumentError, InputError, TooLargeError, UnknownFormatError

SAMPLES = {
    "docx": (word_document(), "word/document.xml"),
    "odt": (open_document(), "content.xml"),
    "epub": (book(), "EPUB/c0.xhtml"),
}
EVERY = pytest.mark.parametrize("form", SAMPLES)


@EVERY
def test_the_file_is_known_by_its_content(form: str) -> None:
    assert opened(SAMPLES[form][0], "upload").format == form


@EVERY
def test_a_bomb_is_not_unpacked(form: str) -> None:
    data = with_part(SAMPLES[form][0], "bomb", b"\0" * 3_000_000)
    with pytest.raises(TooLargeError, match=r"^x: unpacked it would take 3,\d{3},\d{3} bytes"):
        registry.decode(data, name="x", options=ReadOptions(max_unpacked_bytes=3_000_000))


@EVERY
def test_a_bomb_that_lies_about_its_size_is_not_unpacked(form: str) -> None:
    data, part = SAMPLES[form]
    packed = bytearray(with_part(data, part, b"<a>" + b" " * 50_000_000 + b"</a>"))
    with zipfile.ZipFile(BytesIO(bytes(packed))) as file:
        size = file.getinfo(part).file_size.to_bytes(4, "little")
    lie = (1000).to_bytes(4, "little")
    data = bytes(packed).replace(size, lie)
    with pytest.raises(DocumentError, match=f"{part} is damaged"):
        opened(data)


@EVERY
def test_too_many_entries_are_refused(form: str) -> None:
    data = zipped({**members(SAMPLES[form][0]), **{f"n{n}": b"" for n in range(10_000)}})
    with pytest.raises(TooLargeError, match=r"holds 10,\d+ entries; at most 10,000"):
        opened(data)


@EVERY
@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "a/../../b", "C:\\x", "a\\..\\b", "C:/x"]
)
def test_names_that_lead_out_are_refused(form: str, name: str) -> None:
    data = zipped({**members(SAMPLES[form][0]), "PLACE": b"x"})
    data = with_raw_name(data, name)
    with pytest.raises(DocumentError, match="leads out of the file"):
        opened(data)


def with_raw_name(data: bytes, name: str) -> bytes:
    """The archive with the entry `PLACE` renamed, whatever zipfile thinks of the name."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            member = zipfile.ZipInfo(info.filename)
            if info.filename == "PLACE":
                member.filename = name
            new.writestr(member, old.read(info.filename))
    return out.getvalue()


@EVERY
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(form: str) -> None:
    out = BytesIO(SAMPLES[form][0])
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(SAMPLES[form][1], b"<a/>")
    with pytest.raises(DocumentError, match="is there twice"):
        opened(out.getvalue())


XML_FAULTS = (
    ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declares entities"),
    ('<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "declares entities"),
    ("<a>" * 5_000 + "</a>" * 5_000, "is nested too deeply"),
    ("<a><b></a>", "is not sound XML"),
    (b"<a>\xff\xfe\xfd</a>", "is not UTF-8"),
)


@EVERY
@pytest.mark.parametrize(("xml", "words"), XML_FAULTS, ids=[item[1] for item in XML_FAULTS])
def test_harmful_or_broken_xml_is_refused(form: str, xml: str | bytes, words: str) -> None:
    data, part = SAMPLES[form]
    with pytest.raises(DocumentError, match=f"^x: .*{words}"):
        opened(with_part(data, part, xml))


@EVERY
def test_nothing_is_fetched_for_a_document_type(form: str) -> None:
    data, part = SAMPLES[form]
    kind = '<!DOCTYPE a SYSTEM "http://a.example/a.dtd">'
    said = members(data)[part].decode()
    head, _, rest = said.replace("<!DOCTYPE html>", "").partition("?>")
    assert opened(with_part(data, part, f"{head}?>{kind}{rest}")).blocks


def encrypted(data: bytes) -> bytes:
    """The archive with the flag of encryption set on all its entries."""
    out = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = out.find(signature)
        while position >= 0:
            out[position + offset] |= 1
            position = out.find(signature, position + 4)
    return bytes(out)


@EVERY
def test_a_zip_password_is_named(form: str) -> None:
    data = encrypted(zipped({**members(SAMPLES[form][0])}))
    with pytest.raises(DocumentError, match="encrypted with a password"):
        registry.decode(data, name="x", format=form)


def test_an_encrypted_office_file_is_named() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with pytest.raises(
        DocumentError, match=r"a\.docx: this DOCX file is encrypted with a password"
    ):
        opened(data, "a.docx")
    with pytest.raises(
        DocumentError, match="encrypted with a password, or a file of an old Office"
    ):
        opened(data, "a.doc")


def test_an_encrypted_open_document_is_named() -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    data = with_part(open_document(), "META-INF/manifest.xml", manifest)
    with pytest.raises(DocumentError, match="encrypted with a password"):
        opened(data)


def test_a_damaged_file_is_named() -> None:
    data = word_document()
    with pytest.raises(DocumentError, match=r"^a\.docx: this is no DOCX file, or a damaged one"):
        opened(data[:-400], "a.docx")
    broken = bytearray(data)
    place = data.index(b"word/document.xml") + 60
    broken[place : place + 40] = bytes(40)
    with pytest.raises(DocumentError, match=r"word/document\.xml is damaged"):
        opened(bytes(broken), "a.docx")


def test_other_files_are_named() -> None:
    with pytest.raises(DocumentError, match="a zip file, but no DOCX, ODT or EPUB"):
        opened(zipped({"a": b"b"}), "a.zip")
    with pytest.raises(DocumentError, match=r"this is no DOCX file: it has no word/document\.xml"):
        opened(zipped({"xl/workbook.xml": b"<a/>"}), "a.docx")
    with pytest.raises(DocumentError, match=r"no content\.xml"):
        registry.decode(zipped({"a": b"b"}), name="x", format="odt")
    with pytest.raises(DocumentError, match="this is no EPUB file"):
        registry.decode("議会".encode(), name="x", format="epub")
    with pytest.raises(UnknownFormatError, match="docx is a format of files, not of text"):
        registry.read("議会", format="docx")


def test_the_text_layer_of_a_pdf_is_read() -> None:
    lines = "【外交】\n首脳会合は、域内の停戦につき協議し、共同声明を出すことで一\n致した。"
    document = opened(pdf(lines, "次の頁。"), "a.pdf")
    assert [block.text for block in document.blocks] == [
        "外交",
        "首脳会合は、域内の停戦につき協議し、共同声明を出すことで一致した。",
        "次の頁。",
    ]
    assert registry.target_name(document) == "a.pdf.txt"
    assert registry.encode(document, "Yes") == b"Yes"
    assert not registry.is_binary(document)


PDF_FAULTS = (
    (pdf("議会", password="secret"), "the PDF is encrypted with a password"),
    (scanned_pdf(), r"the PDF has no text layer, as scanned pages have none; recognise its text"),
    (b"%PDF-1.7\n" + b"x" * 100, "the PDF is damaged"),
    (b"", "the PDF is damaged"),
)


@pytest.mark.parametrize(("data", "words"), PDF_FAULTS, ids=["password", "scan", "cut", "empty"])
def test_a_pdf_that_cannot_be_read_is_named(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=f"^x: {words}"):
        registry.decode(data, name="x", format="pdf")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(TooLargeError, match="has 3 pages; at most 2"):
        registry.decode(pdf("一", "二", "三"), name="x", options=ReadOptions(max_pages=2))


def test_without_its_library_a_pdf_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(DocumentError, match=r"pip install 'mtservice\[documents\]'"):
        opened(pdf("議会"), "a.pdf")


@EVERY
@pytest.mark.timeout(60)
def test_any_damage_ends_in_one_sentence(form: str) -> None:
    data = SAMPLES[form][0]
    said = []
    for seed in range(60):
        broken = bytearray(data)
        place = zlib.crc32(bytes([seed])) % len(data)
        broken[place : place + 8] = bytes(8)
        try:
            registry.decode(bytes(broken), name="x", format=form)
        except InputError as error:
            said.append(str(error))
    assert said
    assert not [sentence for sentence in said if "\n" in sentence]
