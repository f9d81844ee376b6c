"""HTML documents: the words of their elements and of some attributes; all else is left alone.

`translate="no"` and code are left alone, ruby loses its reading once its words are English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.documents.encodings import declared, detected, marked
from mtservice.documents.prose import Rules, escape, language_edits, read_prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.edits import Edit
    from mtservice.model import Block, Document, Mark

_CODE = frozenset("code kbd samp var tt math svg object audio video canvas".split())
RULES = Rules(
    kinds={
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
        **dict.fromkeys(("li", "dt", "dd"), "item"),
        **dict.fromkeys(("td", "th"), "cell"),
        **dict.fromkeys(("caption", "figcaption"), "caption"),
        "title": "heading",
    },
    pairs=frozenset(
        "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark nobr q s small "
        "span strike strong sub sup time u".split()
    ),
    alone=frozenset("br img input wbr script style".split()),
    left=_CODE | {"pre", "template"},
    inline=_CODE,
    transparent=frozenset(("ruby", "rb", "rbc")),
    dropped=frozenset(("rt", "rp", "rtc")),
    attributes=frozenset(("alt", "title", "placeholder", "aria-label")),
    metas=frozenset(
        ("description", "og:title", "og:description", "twitter:title", "twitter:description")
    ),
)
_HEAD = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


class Html:
    """A whole HTML document."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")

    def read(self, text: str) -> tuple[Block, ...]:
        """Paragraphs, headings, items, cells, captions and attributes."""
        return read_prose(text, RULES)

    def escape(self, text: str, block: Block) -> str:
        """English that begins no markup, and ends no attribute."""
        return escape(text, quotes=block.kind == "attribute")

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:
        """Certain where it says so in its first line."""
        return 0.95 if _HEAD.match(text[:2000]) else 0.0

    def amendments(self, document: Document) -> Sequence[Edit]:
        """`lang="ja"` becomes `lang="en"`."""
        return language_edits(document.text, RULES)

    def encoding(self, data: bytes) -> str | None:
        """By its byte-order mark, its declaration, or what the bytes can be."""
        return marked(data) or declared(data) or detected(data)

    def encode(self, text: str, encoding: str) -> bytes:
        """In the encoding that it declares; what that lacks as character references."""
        return text.encode(encoding, "xmlcharrefreplace")
