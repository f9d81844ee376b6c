"""Parts of a packed document that are XML: checked by a parser, then read at their exact places."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from mtservice.documents.encodings import declared
from mtservice.errors import DocumentError

_PROLOG = re.compile(r"\s*<\?xml[^<>]*\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")
_DECLARES = re.compile(r"<!ENTITY", re.IGNORECASE)
_DEEP = "depth"


@dataclass(frozen=True, slots=True)
class XmlPart:
    """One XML file in an archive, decoded."""

    name: str
    text: str
    encoding: str

    def encoded(self, text: str) -> bytes:
        """Other text in its place."""
        return text.encode(self.encoding, "xmlcharrefreplace")


def open_part(name: str, data: bytes, document: str) -> XmlPart:
    """The part `name` of `document`. Raises `DocumentError` unless it is sound, harmless XML.

    Entities are not expanded, nothing is fetched, and elements nest 256 deep at most.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else declared(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{document}: byte {error.start} of {name} is not {encoding.upper()}"
        ) from None
    _check(text, name, document)
    return XmlPart(name, text, encoding)


def _check(text: str, name: str, document: str) -> None:
    if _DECLARES.search(text):
        raise DocumentError(f"{document}: {name} declares entities, which are not expanded")
    body = _PROLOG.sub("", text.removeprefix("\ufeff"), count=1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        etree.fromstring(_ENTITY.sub(" ", body).encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        why = "is nested too deeply" if _DEEP in str(error) else f"is not sound XML: {error}"
        raise DocumentError(f"{document}: {name} {why}") from None
