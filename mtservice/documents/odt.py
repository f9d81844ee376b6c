"""OpenDocument text (ISO/IEC 26300): the paragraphs of its content, headers and footers.

The tags of the original stay: only what stands between them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.documents.archive import open_archive, peek
from mtservice.documents.packed import ProseLayout, pack
from mtservice.documents.prose import Rules, escape, read_prose
from mtservice.documents.xml_part import open_part
from mtservice.errors import DocumentError

if TYPE_CHECKING:
    from mtservice.documents.base import ReadOptions
    from mtservice.model import Block, Document, Mark

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_PARTS = ("content.xml", "styles.xml")
_RULES = Rules(
    kinds={"text:h": "heading", "text:list-item": "item", "table:table-cell": "cell"},
    bearing=frozenset(("text:p", "text:h")),
    pairs=frozenset(("text:span", "text:a", "text:meta")),
    alone=frozenset(
        "text:s text:tab text:line-break text:bookmark text:bookmark-start text:bookmark-end "
        "text:reference-mark text:reference-mark-start text:reference-mark-end".split()
    ),
    left=frozenset(
        "office:annotation text:tracked-changes text:table-of-content-source "
        "text:alphabetical-index-source text:illustration-index-source".split()
    ),
    inline=frozenset(("office:annotation",)),
    islands=frozenset(
        "text:note draw:frame draw:custom-shape draw:rect draw:g draw:a draw:text-box".split()
    ),
    transparent=frozenset(("text:ruby", "text:ruby-base", "text:soft-page-break")),
    dropped=frozenset(("text:ruby-text",)),
    html=False,
)


class Odt:
    """A text document of LibreOffice and others."""

    name = "odt"
    suffixes: tuple[str, ...] = (".odt",)
    media_types: tuple[str, ...] = (MEDIA_TYPE,)

    def recognises(self, data: bytes) -> bool:
        """Whether it is a zip file that says so."""
        return peek(data, "mimetype").startswith(MEDIA_TYPE.encode())

    def unpack(self, data: bytes, name: str, options: ReadOptions) -> Document:
        """The document in a file. Raises `DocumentError`, `TooLargeError`."""
        archive = open_archive(data, name, "ODT", options.max_unpacked_bytes)
        if "mimetype" in archive and not self.recognises(data):
            raise DocumentError(f"{name}: this is an OpenDocument file, but no text document")
        manifest = "META-INF/manifest.xml"
        if manifest in archive and b"encryption-data" in archive.read(manifest):
            raise DocumentError(f"{name}: the file is encrypted with a password; save it without")
        parts = [
            open_part(part, archive.read(part), name)
            for part in _PARTS
            if part in archive or part == "content.xml"
        ]
        layouts = [ProseLayout(part, read_prose(part.text, _RULES)) for part in parts]
        return pack(name, self.name, archive, layouts, MEDIA_TYPE)

    def read(self, text: str) -> tuple[Block, ...]:
        """The blocks of one of its parts."""
        return read_prose(text, _RULES)

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English as XML writes it."""
        return escape(text)

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """No text is such a file."""
        return 0.0
