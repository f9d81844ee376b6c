"""WordprocessingML documents (ECMA-376): paragraphs of the body, notes, headers and footers.

Styles, images and relations come out byte for byte; of a paragraph whose words change, the runs
alone are written anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from mtservice.documents.archive import member_names, open_archive
from mtservice.documents.docx_atoms import AtomReader
from mtservice.documents.docx_runs import Paragraph, show, without_fields, write
from mtservice.documents.elements import closings, events
from mtservice.documents.inline import Token, make_block
from mtservice.documents.packed import pack
from mtservice.documents.prose import escape
from mtservice.documents.xml_part import XmlPart, open_part
from mtservice.errors import DocumentError
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.documents.base import ReadOptions
    from mtservice.model import Block, Document, Mark

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_PART = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_NAMESPACE = re.compile(
    r"""xmlns:([\w.-]+)=["'](?:http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"""
    r"""|http://purl\.oclc\.org/ooxml/wordprocessingml/main)["']"""
)
_TOKEN = re.compile(r"<(?P<close>/)?(?P<name>g|x|br)\b[^<>]*>|&(?:amp|lt|gt);")


class Docx:
    """A document of Word and others."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx",)
    media_types: tuple[str, ...] = (MEDIA_TYPE,)

    def recognises(self, data: bytes) -> bool:
        """Whether it is a zip file with such a document in it."""
        return _MAIN in member_names(data)

    def unpack(self, data: bytes, name: str, options: ReadOptions) -> Document:
        """The document in a file. Raises `DocumentError`, `TooLargeError`."""
        archive = open_archive(data, name, "DOCX", options.max_unpacked_bytes)
        if _MAIN not in archive:
            raise DocumentError(f"{name}: this is no DOCX file: it has no {_MAIN}")
        others = sorted(
            item.filename
            for item in archive.members
            if _PART.fullmatch(item.filename) and item.filename != _MAIN
        )
        parts = [open_part(part, archive.read(part), name) for part in (_MAIN, *others)]
        return pack(name, self.name, archive, [read_part(part) for part in parts], MEDIA_TYPE)

    def read(self, text: str) -> tuple[Block, ...]:
        """The blocks of one of its parts, each in its own text."""
        return tuple(
            block
            for _, inside in read_part(XmlPart("", text, "utf-8")).pieces()
            for block in inside
        )

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English as XML writes it."""
        return escape(text)

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """No text is such a file."""
        return 0.0


@dataclass(frozen=True, slots=True)
class DocxLayout:
    """A part, and the paragraphs of it that have words, in order."""

    part: XmlPart
    paragraphs: tuple[Paragraph, ...]
    kinds: tuple[str, ...]

    def pieces(self) -> list[tuple[str, list[Block]]]:
        """Each paragraph with its numbered tags."""
        return [
            (
                item.text,
                [make_block(0, kind, item.text, Span(0, len(item.text)), _tokens(item.text))],
            )
            for item, kind in zip(self.paragraphs, self.kinds, strict=True)
        ]

    def build(self, pieces: Sequence[str]) -> str:
        """The part with other text for each of them."""
        return _Filler(self, pieces).fill(Span(0, len(self.part.text)))


class _Filler:
    """Writes a part anew, paragraphs within paragraphs (text boxes) too."""

    def __init__(self, layout: DocxLayout, pieces: Sequence[str]) -> None:
        self._text = layout.part.text
        self._paragraphs = layout.paragraphs
        self._pieces = pieces
        self._starts = [item.content.start for item in layout.paragraphs]

    def fill(self, span: Span) -> str:
        """What stands at `span`, with all paragraphs in it written."""
        parts, position = [], span.start
        number = bisect_left(self._starts, span.start)
        while number < len(self._paragraphs):
            paragraph = self._paragraphs[number]
            if paragraph.content.end > span.end:
                break
            if paragraph.content.start >= position:
                changed = self._pieces[number] != paragraph.text
                if changed:
                    parts += [
                        self._text[position : paragraph.content.start],
                        write(paragraph, self._pieces[number], self.fill),
                    ]
                    position = paragraph.content.end
            number += 1
        return "".join([*parts, self._text[position : span.end]])


def read_part(part: XmlPart) -> DocxLayout:
    """The paragraphs of a part."""
    found = _NAMESPACE.search(part.text)
    if found is None:
        return DocxLayout(part, (), ())
    every = events(part.text, html=False)
    reader = AtomReader(part.text, every, closings(every), f"{found[1]}:")
    shown = list(_paragraphs(reader))
    return DocxLayout(part, tuple(item for item, _ in shown), tuple(kind for _, kind in shown))


def _paragraphs(reader: AtomReader) -> Iterator[tuple[Paragraph, str]]:
    cells = 0
    for number, event in enumerate(reader.events):
        name = reader.local(number)
        if name == "tc" and event.kind != "void":
            cells += 1 if event.kind == "open" else -1
        if name != "p" or event.kind != "open" or number not in reader.closings:
            continue
        last = reader.closings[number]
        content = Span(event.span.end, reader.events[last].span.start)
        kind = "cell" if cells else "paragraph"
        for first, end in reader.children(number + 1, last):
            if reader.local(first) == "pPr":
                content = Span(reader.events[end].span.end, content.end)
                kind = _kind(reader.span(first, end).of(reader.text), kind)
            break
        atoms = without_fields(list(reader.atoms(number + 1, last)))
        paragraph = show(content, atoms, reader.prefix)
        if paragraph is not None:
            yield paragraph, kind


def _kind(properties: str, otherwise: str) -> str:
    if re.search(r'pStyle\s[^<>]*val="(?:Heading|heading|Title|[1-9]")', properties):
        return "heading"
    return "item" if "numPr" in properties else otherwise


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        span = Span(*match.span())
        if match["name"] is None:
            yield Token(span, "spelled", said=unescape(match.group()))
        elif match["name"] == "g":
            yield Token(span, "close" if match["close"] else "open", "g")
        else:
            yield Token(span, "alone")
