"""Sample documents, made by the libraries that people make them with; all words are our own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import polib
import srt
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from ebooklib import epub
from odf import teletype, text
from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableRow
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (2, 2), "red").save(out, "PNG")
    return BytesIO(out.getvalue())


def word_document() -> bytes:
    """A heading, bold words, a link, a line break, a picture, a list, a table, a header."""
    document = docx.Document()
    document.add_heading("首脳会合の報告", 1)
    paragraph = document.add_paragraph("議会は")
    paragraph.add_run("停戦").bold = True
    paragraph.add_run("を支持した。")
    _link(paragraph, "ミンスク", "https://a.example/")
    paragraph.add_run("で会談した。")
    broken = document.add_paragraph("住所")
    broken.runs[0].add_break()
    broken.add_run("M&A <東>")
    document.add_picture(picture())
    document.add_paragraph("停戦", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "ベラルーシ", "ミンスク"
    document.sections[0].header.paragraphs[0].text = "首脳会合"
    return _saved(document)


def word_paragraphs(*paragraphs: str) -> bytes:
    """A document with paragraphs of raw WordprocessingML."""
    document = docx.Document()
    body = document.element.body
    for inner in paragraphs:
        body.insert(len(body) - 1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    return _saved(document)


def _link(paragraph: Any, words: str, address: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    said = OxmlElement("w:t")
    said.text = words
    run.append(said)
    link.append(run)
    paragraph._p.append(link)


def _saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def open_document() -> bytes:
    """A heading, bold words, a link, a note, a list, a table."""
    document = OpenDocumentText()
    bold = Style(name="Bold", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    document.text.addElement(text.H(outlinelevel=1, text="首脳会合の報告"))
    paragraph = text.P(text="議会は")
    paragraph.addElement(text.Span(stylename=bold, text="停戦"))
    teletype.addTextToElement(paragraph, "を支持した。")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="共同声明"))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addElement(text.A(href="https://a.example/", text="ミンスク"))
    teletype.addTextToElement(paragraph, "で会談した。")
    document.text.addElement(paragraph)
    items = text.List()
    item = text.ListItem()
    item.addElement(text.P(text="M&A <東>"))
    items.addElement(item)
    document.text.addElement(items)
    table = Table(name="t")
    row = TableRow()
    for words in ("ベラルーシ", "ミンスク"):
        cell = TableCell()
        cell.addElement(text.P(text=words))
        row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)
    out = BytesIO()
    document.write(out)
    return out.getvalue()


def book() -> bytes:
    """Two chapters with ruby, a picture and a link; `nav` and `ncx`."""
    made = epub.EpubBook()
    made.set_identifier("id1")
    made.set_title("首脳会合")
    made.set_language("ja")
    made.add_author("停戦子")
    chapters = []
    for number, (title, words) in enumerate(
        (
            ("停戦", "<p><ruby>首脳<rt>しゅのう</rt></ruby>会合は<b>ミンスク</b>で開かれた。</p>"),
            (
                "共同声明",
                '<p>図<img src="a.png" alt="ミンスク"/>を見る。<a href="c0.xhtml">停戦</a></p>',
            ),
        )
    ):
        chapter = epub.EpubHtml(title=title, file_name=f"c{number}.xhtml", lang="ja")
        chapter.content = f"<h1>{title}</h1>{words}"
        made.add_item(chapter)
        chapters.append(chapter)
    image = epub.EpubItem(
        uid="i", file_name="a.png", media_type="image/png", content=picture().getvalue()
    )
    made.add_item(image)
    made.toc = tuple(chapters)
    made.spine = ["nav", *chapters]
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    out = BytesIO()
    epub.write_epub(out, made)
    return out.getvalue()


def pdf(*pages: str, password: str = "") -> bytes:
    """Pages with a text layer, one line of text a line."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    out = BytesIO()
    encryption = StandardEncryption(password, ownerPassword="o") if password else None
    canvas = Canvas(out, encrypt=encryption)
    for page in pages:
        canvas.setFont("HeiseiMin-W3", 12)
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(50, 780 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scanned_pdf() -> bytes:
    """A page without a text layer."""
    out = BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def subtitles(*cues: str) -> str:
    """Cues of two seconds each."""
    return str(
        srt.compose(
            srt.Subtitle(number, _time(2 * number), _time(2 * number + 2), said)
            for number, said in enumerate(cues, 1)
        )
    )


def _time(seconds: int) -> Any:
    return srt.timedelta(seconds=seconds)


def catalogue(**entries: str) -> str:
    """A PO file of messages and their translations."""
    made = polib.POFile()
    made.metadata = {"Language": "en", "Content-Type": "text/plain; charset=UTF-8"}
    for source, target in entries.items():
        made.append(polib.POEntry(msgid=source, msgstr=target, occurrences=[("a.c", "1")]))
    return str(made) + "\n"
