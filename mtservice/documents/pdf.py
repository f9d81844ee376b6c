"""PDF files with a text layer, read by PDFium; the translation is text."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtservice.documents.pdf_text import PdfText
from mtservice.errors import DocumentError, TooLargeError
from mtservice.model import Document

if TYPE_CHECKING:
    from mtservice.documents.base import ReadOptions
    from mtservice.model import Block, Mark

_PASSWORD = 4
"""FPDF_ERR_PASSWORD of PDFium's public/fpdfview.h."""

_LOCK = threading.Lock()
"""PDFium is not safe for threads."""


@dataclass(frozen=True, slots=True)
class PdfContainer:
    """Of a PDF only the text is kept."""

    suffix: str = ".txt"
    media_type: str | None = None

    def build(self, text: str, changed: bool) -> bytes:  # noqa: ARG002 - the protocol's signature
        """The text of the pages."""
        return text.encode()


class Pdf:
    """Pages of which the text can be selected."""

    name = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)
    media_types: tuple[str, ...] = ("application/pdf",)

    def __init__(self) -> None:
        self._text = PdfText()

    def recognises(self, data: bytes) -> bool:
        """Whether it begins like one."""
        return b"%PDF-" in data[:1024]

    def unpack(self, data: bytes, name: str, options: ReadOptions) -> Document:
        """The text of the pages. Raises `DocumentError`, `TooLargeError`."""
        with _LOCK:
            pages = _pages(data, name, options)
        if not any(page.strip() for page in pages):
            raise DocumentError(
                f"{name}: the PDF has no text layer, as scanned pages have none; recognise its "
                "text (OCR) first"
            )
        text = "\n".join(pages).replace("\0", "")
        return Document(name, self.name, text, self._text.read(text), container=PdfContainer())

    def read(self, text: str) -> tuple[Block, ...]:
        """The blocks of the text of the pages."""
        return self._text.read(text)

    def escape(self, text: str, block: Block) -> str:
        """The text as it is."""
        return self._text.escape(text, block)

    def opening(self, mark: Mark, block: Block) -> str:
        """As it was."""
        return self._text.opening(mark, block)

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """No text is such a file."""
        return 0.0


def _pages(data: bytes, name: str, options: ReadOptions) -> list[str]:
    try:
        import pypdfium2
    except ImportError:
        raise DocumentError(
            f"{name}: PDF files are read with pypdfium2, which is not installed: "
            "pip install 'mtservice[documents]'"
        ) from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise DocumentError(
                f"{name}: the PDF is encrypted with a password; save it without one"
            ) from None
        raise DocumentError(f"{name}: the PDF is damaged ({error})") from None
    try:
        if len(document) > options.max_pages:
            raise TooLargeError(
                f"{name}: the PDF has {len(document):,} pages; at most {options.max_pages:,} "
                "are read (MTSERVICE_MAX_PAGES)"
            )
        return [_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page(document: Any, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    try:
        text: str = layer.get_text_range()
    finally:
        layer.close()
        page.close()
    return text.replace("\r\n", "\n").replace("\r", "\n")
