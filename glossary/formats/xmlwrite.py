"""XML written line by line: elements as values, escaped and indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from glossary.errors import EntryError
from glossary.formats.columns import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.model import Entry

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A bare carriage return would come back as a line feed (XML 1.0, 2.11).
_AS_REFERENCE = {"\r": "&#13;"}
_STEP = "  "


class Node(NamedTuple):
    """An element to be written: text alone, or children alone."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()
    text: str = ""
    inline: str = ""
    """Escaped XML in the place of the text, for mixed content."""


def node(tag: str, content: str | Iterable[Node] = "", /, **attributes: str) -> Node:
    """An element; `xml_lang` stands for `xml:lang`, and attributes without a value are left out."""
    given = tuple(
        (name.replace("xml_lang", "xml:lang").replace("__", "-"), value)
        for name, value in attributes.items()
        if value
    )
    if isinstance(content, str):
        return Node(tag, given, text=content)
    return Node(tag, given, tuple(content))


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    return escape(text, _AS_REFERENCE)


def lines(item: Node, level: int = 0) -> Iterator[str]:
    """The lines of an element, each with its end, indented by `level` steps."""
    indent = _STEP * level
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in item.attributes)
    if item.children:
        yield f"{indent}<{item.tag}{attributes}>\n"
        for child in item.children:
            yield from lines(child, level + 1)
        yield f"{indent}</{item.tag}>\n"
    elif item.text or item.inline:
        yield f"{indent}<{item.tag}{attributes}>{item.inline or escaped(item.text)}</{item.tag}>\n"
    else:
        yield f"{indent}<{item.tag}{attributes}/>\n"


def refuse_unwritable(entry: Entry) -> None:
    """Raise `EntryError` where a text of the entry holds a character that XML 1.0 cannot."""
    found = next(filter(None, map(_UNWRITABLE.search, _texts(entry))), None)
    if found:
        raise EntryError(
            f"entry {entry.id!r} ({entry.source}) holds U+{ord(found[0]):04X} in {found.string!r}, "
            "which XML cannot: remove it"
        )


def _texts(entry: Entry) -> Iterator[str]:
    yield entry.id
    for value in values(entry).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
