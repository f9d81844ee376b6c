"""The document formats by name, suffix and content; bytes → document and back."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from mtservice.documents.markdown import Markdown
from mtservice.documents.markup import Fragment
from mtservice.documents.markup_pieces import MarkupRules
from mtservice.documents.pdf_text import PdfText
from mtservice.documents.plain import PlainText
from mtservice.documents.wikitext import WikiText
from mtservice.errors import EncodingError, UnknownFormatError
from mtservice.model import Document

if TYPE_CHECKING:
    from mtservice.documents.base import Format

_ALL: tuple[Format, ...] = (PlainText(), PdfText(), Markdown(), WikiText())
_FORMATS = {item.name: item for item in _ALL}
_FRAGMENTS: dict[str, Format] = {
    item.name: item for item in (Fragment(MarkupRules(kind)) for kind in ("html", "xml", "plain"))
}
"""Parts of documents, which other services' callers send; no file is read as one."""
_BOM = "\ufeff"


def formats() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return tuple(_FORMATS)


def format_of(name: str) -> Format:
    """The format called `name`; raises `UnknownFormatError` with the known names."""
    found = _FORMATS.get(name) or _FRAGMENTS.get(name)
    if found is None:
        raise UnknownFormatError(f"no format is called {name!r}; known: {', '.join(_FORMATS)}")
    return found


def detect(text: str, name: str) -> str:
    """The name of the format of a text that came from a file called `name` (may be empty)."""
    suffixes = [(suffix, item) for item in _FORMATS.values() for suffix in item.suffixes]
    by_suffix = [(suffix, item) for suffix, item in suffixes if name.lower().endswith(suffix)]
    suffix, found = max(by_suffix, key=lambda pair: len(pair[0]), default=("", None))
    if found is not None and suffix != ".txt":
        return found.name
    return max(_FORMATS.values(), key=lambda item: item.claims(text)).name


def read(text: str, *, name: str = "", format: str = "text") -> Document:  # noqa: A002 - the public word
    """A document from a decoded text; raises `EncodingError`, `UnknownFormatError`."""
    reader = format_of(format)
    bom = text.startswith(_BOM)
    body = text[len(_BOM) :] if bom else text
    if (place := body.find("\0")) >= 0:
        raise EncodingError(f"{name or 'text'}: NUL at character {place}; this is not a text file")
    return Document(name, format, body, reader.read(body), bom)


def decode(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the public word
    encoding: str | None = None,
) -> Document:
    """A document from bytes; UTF-8, or what `encoding` or a byte order mark of UTF-16 says.

    Raises `EncodingError`, `UnknownFormatError`.
    """
    if format is not None:
        format_of(format)
    text = _decoded(data, name, encoding)
    return read(text, name=name, format=format or detect(text, name))


def encode(document: Document, text: str) -> bytes:
    """The translated text as bytes: UTF-8, with the byte order mark that the document had."""
    return ((_BOM if document.bom else "") + text).encode()


def _decoded(data: bytes, name: str, encoding: str | None) -> str:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    chosen = encoding or ("utf-16" if utf16 else "utf-8")
    try:
        return data.decode(chosen)
    except LookupError:
        raise EncodingError(f"{name}: no encoding is called {chosen!r}") from None
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{name}: byte {error.start} is not {chosen.upper()}; convert the file to UTF-8, "
            "or name its encoding (on the command line: --encoding cp932)"
        ) from None
