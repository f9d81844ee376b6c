"""EPUB 2 and 3: the chapters in the order of the package, their titles in all tables of contents.

Only the words between the tags change, and what says that the book is in Japanese.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mtservice.documents.archive import member_names, open_archive
from mtservice.documents.elements import attribute, events
from mtservice.documents.html import RULES
from mtservice.documents.packed import ProseLayout, pack
from mtservice.documents.prose import Rules, escape, language_edits, read_prose
from mtservice.documents.xml_part import open_part
from mtservice.edits import Edit
from mtservice.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.documents.archive import Archive
    from mtservice.documents.base import ReadOptions
    from mtservice.documents.packed import Layout
    from mtservice.documents.xml_part import XmlPart
    from mtservice.model import Block, Document, Mark

MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_XHTML = replace(RULES, html=False, left=RULES.left | {"script", "style"})
_NCX = Rules(bearing=frozenset(("text", "ncx:text")), html=False)
_PACKAGE = Rules(bearing=frozenset(("dc:title", "dc:description")), html=False)
_LANGUAGE = re.compile(r"<dc:language\b[^<>]*>\s*(?P<said>ja(?:-[A-Za-z]+)?)\s*</dc:language>")
_RULES_BY_TYPE = {"application/xhtml+xml": _XHTML, "application/x-dtbncx+xml": _NCX}


class Epub:
    """A book."""

    name = "epub"
    suffixes: tuple[str, ...] = (".epub",)
    media_types: tuple[str, ...] = (MEDIA_TYPE,)

    def recognises(self, data: bytes) -> bool:
        """Whether it is a zip file with a container description."""
        return _CONTAINER in member_names(data)

    def unpack(self, data: bytes, name: str, options: ReadOptions) -> Document:
        """The document in a file. Raises `DocumentError`, `TooLargeError`."""
        archive = open_archive(data, name, "EPUB", options.max_unpacked_bytes)
        package = _package(archive)
        layouts: list[Layout] = [_package_layout(package)]
        encrypted = (
            unquote(archive.read(_ENCRYPTION).decode("utf-8", "replace"))
            if _ENCRYPTION in archive
            else ""
        )
        for path, rules in _contents(package):
            if path not in archive:
                continue
            if path in encrypted:
                raise DocumentError(f"{name}: {path} is encrypted (DRM); it cannot be translated")
            part = open_part(path, archive.read(path), name)
            edits = tuple(language_edits(part.text, rules))
            layouts.append(ProseLayout(part, read_prose(part.text, rules), edits))
        return pack(name, self.name, archive, layouts, MEDIA_TYPE)

    def read(self, text: str) -> tuple[Block, ...]:
        """The blocks of a chapter."""
        return read_prose(text, _XHTML)

    def escape(self, text: str, block: Block) -> str:
        """English as XML writes it."""
        return escape(text, quotes=block.kind == "attribute")

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """No text is such a file."""
        return 0.0


def _package(archive: Archive) -> XmlPart:
    """The package document that the container description names first."""
    container = open_part(_CONTAINER, archive.read(_CONTAINER), archive.name)
    for event in events(container.text, html=False):
        path = attribute(container.text, event.span, "full-path")
        if event.name.rpartition(":")[2] == "rootfile" and path:
            return open_part(unquote(path), archive.read(unquote(path)), archive.name)
    raise DocumentError(f"{archive.name}: {_CONTAINER} names no package document")


def _package_layout(package: XmlPart) -> ProseLayout:
    edits = [
        Edit(*match.span("said"), "en") for match in _LANGUAGE.finditer(package.text)
    ] + language_edits(package.text, _PACKAGE)
    return ProseLayout(package, read_prose(package.text, _PACKAGE), tuple(edits))


def _contents(package: XmlPart) -> Iterator[tuple[str, Rules]]:
    """The chapters and tables of contents: those of the spine in its order, then the others."""
    items: dict[str, tuple[str, Rules]] = {}
    spine: list[str] = []
    folder = posixpath.dirname(package.name)
    for event in events(package.text, html=False):
        name = event.name.rpartition(":")[2]
        if name == "item":
            rules = _RULES_BY_TYPE.get(attribute(package.text, event.span, "media-type") or "")
            href = attribute(package.text, event.span, "href")
            if rules is not None and href:
                path = posixpath.normpath(posixpath.join(folder, unquote(href)))
                items[attribute(package.text, event.span, "id") or path] = (path, rules)
        elif name == "itemref":
            spine.append(attribute(package.text, event.span, "idref") or "")
    ordered = [name for name in dict.fromkeys(spine) if name in items]
    ordered += [name for name in items if name not in ordered]
    yield from dict(items[name] for name in ordered).items()
