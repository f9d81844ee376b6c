"""The document formats by name, suffix and content; bytes → document and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtservice.documents.base import Configurable, Encoded, ReadOptions
from mtservice.documents.docx import Docx
from mtservice.documents.encodings import label, marked
from mtservice.documents.epub import Epub
from mtservice.documents.html import Html
from mtservice.documents.jsonl import JsonLines
from mtservice.documents.markdown import Markdown
from mtservice.documents.markup import Fragment
from mtservice.documents.markup_pieces import MarkupRules
from mtservice.documents.odt import Odt
from mtservice.documents.pdf import Pdf
from mtservice.documents.pdf_text import PdfText
from mtservice.documents.plain import PlainText
from mtservice.documents.po import Po
from mtservice.documents.subrip import SubRip
from mtservice.documents.tsv import Tsv
from mtservice.documents.wikitext import WikiText
from mtservice.errors import DocumentError, EncodingError, UnknownFormatError
from mtservice.model import Document

if TYPE_CHECKING:
    from mtservice.documents.base import FileFormat, Format

_TEXTS: tuple[Format, ...] = (
    PlainText(),
    PdfText(),
    Markdown(),
    WikiText(),
    Html(),
    SubRip(),
    JsonLines(),
    Tsv(),
    Po(),
)
_FILES: tuple[FileFormat, ...] = (Docx(), Odt(), Epub(), Pdf())
_OF_FILES: dict[str, FileFormat] = {item.name: item for item in _FILES}
_FORMATS: dict[str, Format] = {item.name: item for item in _TEXTS} | _OF_FILES
_FRAGMENTS: dict[str, Format] = {
    item.name: item for item in (Fragment(MarkupRules(kind)) for kind in ("html", "xml", "plain"))
}
"""Parts of documents, which other services' callers send; no file is read as one."""
_BOM = "\ufeff"
_BINARY = (
    (b"\xd0\xcf\x11\xe0", "encrypted with a password, or a file of an old Office program"),
    (b"PK\x03\x04", "a zip file, but no DOCX, ODT or EPUB"),
    (b"PK\x05\x06", "an empty zip file"),
)
"""How files begin that no format here can read, and what they are."""


def formats() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return tuple(_FORMATS)


def text_formats() -> tuple[str, ...]:
    """The names of those that a text can be in; the others are formats of files."""
    return tuple(item.name for item in _TEXTS)


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read, sorted."""
    return tuple(sorted({end for item in _FORMATS.values() for end in item.suffixes}))


def media_types_of_files() -> tuple[str, ...]:
    """The media types of the translated files that are more than text."""
    return tuple(kind for item in _FILES if item.name != "pdf" for kind in item.media_types)


def format_of(name: str) -> Format:
    """The format called `name`; raises `UnknownFormatError` with the known names."""
    found = _FORMATS.get(name) or _FRAGMENTS.get(name)
    if found is None:
        raise UnknownFormatError(f"no format is called {name!r}; known: {', '.join(_FORMATS)}")
    return found


def detect(text: str, name: str) -> str:
    """The name of the format of a text that came from a file called `name` (may be empty)."""
    found = _by_suffix(name, _TEXTS)
    return found.name if found else max(_TEXTS, key=lambda item: item.claims(text)).name


def read(
    text: str,
    *,
    name: str = "",
    format: str = "text",  # noqa: A002 - the public word
    options: ReadOptions | None = None,
) -> Document:
    """A document from a decoded text.

    Raises `DocumentError`, `EncodingError`, `UnknownFormatError`.
    """
    reader = format_of(format)
    if format in _OF_FILES:
        raise UnknownFormatError(
            f"{format} is a format of files, not of text; send or name the file itself"
        )
    bom = text.startswith(_BOM)
    body = text[len(_BOM) :] if bom else text
    if (place := body.find("\0")) >= 0:
        raise EncodingError(f"{name or 'text'}: NUL at character {place}; this is not a text file")
    try:
        if isinstance(reader, Configurable):
            blocks = reader.read_with(body, options or ReadOptions())
        else:
            blocks = reader.read(body)
    except DocumentError as error:
        raise DocumentError(f"{name or 'text'}: {error}") from None
    return Document(name, format, body, blocks, bom)


def decode(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the public word
    encoding: str | None = None,
    options: ReadOptions | None = None,
) -> Document:
    """A document from bytes.

    A text is in UTF-8, or in what `encoding`, a byte-order mark, or the document itself says.
    Raises `DocumentError`, `EncodingError`, `TooLargeError`, `UnknownFormatError`.
    """
    chosen = format_of(format) if format is not None else None
    packed = _OF_FILES.get(format) if format is not None else _packed(data, name)
    if packed is not None:
        return packed.unpack(data, name, options or ReadOptions())
    _refuse_binary(data, name)
    form = chosen or _by_suffix(name, _TEXTS)
    own = form.encoding(data) if isinstance(form, Encoded) else None
    used = encoding or own or marked(data) or "utf-8"
    text = _decoded(data, name, used)
    document = read(
        text, name=name, format=form.name if form else detect(text, ""), options=options
    )
    return replace(document, encoding=used) if isinstance(form, Encoded) else document


def encode(document: Document, text: str) -> bytes:
    """The translated text as bytes.

    UTF-8, or the encoding that its format keeps; with the byte-order mark that the document had. A
    file that is more than text gets `text` in the place of its own.
    """
    if document.container is not None:
        return document.container.build(text, text != document.text)
    whole = (_BOM if document.bom else "") + text
    form = format_of(document.format)
    return form.encode(whole, document.encoding) if isinstance(form, Encoded) else whole.encode()


def is_binary(document: Document) -> bool:
    """Whether the translated document is no text that a terminal could show."""
    return document.container is not None and document.container.media_type is not None


def content_type(document: Document) -> str:
    """The media type of the translated document, with the encoding where that can be unusual."""
    if document.container is not None:
        return document.container.media_type or "text/plain; charset=utf-8"
    kind = next(iter(format_of(document.format).media_types), "text/plain")
    return f"{kind}; charset={label(document.encoding)}" if kind == "text/html" else kind


def target_name(document: Document) -> str:
    """What the file of the translated document is called."""
    return document.name + (document.container.suffix if document.container is not None else "")


def _packed(data: bytes, name: str) -> FileFormat | None:
    """The format of a file by what it holds, else by its suffix."""
    by_content = next((item for item in _FILES if item.recognises(data)), None)
    by_name = _by_suffix(name, _FILES)
    return by_content or (_OF_FILES[by_name.name] if by_name else None)


def _refuse_binary(data: bytes, name: str) -> None:
    for beginning, what in _BINARY:
        if data.startswith(beginning):
            raise DocumentError(f"{name}: this is {what}; save it as one of these: {_file_names()}")


def _file_names() -> str:
    return ", ".join(item.name.upper() for item in _FILES)


def _by_suffix(name: str, among: tuple[Format, ...]) -> Format | None:
    """The format of the longest suffix that the name ends in; any text may be in a `.txt` file."""
    suffixes = [(suffix, item) for item in among for suffix in item.suffixes]
    by_suffix = [(suffix, item) for suffix, item in suffixes if name.lower().endswith(suffix)]
    suffix, found = max(by_suffix, key=lambda pair: len(pair[0]), default=("", None))
    return None if suffix == ".txt" else found


def _decoded(data: bytes, name: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise EncodingError(f"{name}: no encoding is called {encoding!r}") from None
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{name}: byte {error.start} is not {encoding.upper()}; convert the file to UTF-8, "
            "or name its encoding (on the command line: --encoding cp932)"
        ) from None
    return text
