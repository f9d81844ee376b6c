"""Which format a file is in: by what it begins with where that cannot be mistaken, else by name."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from glossary.errors import FormatError
from glossary.formats import by_name, for_path
from glossary.formats.utx import SIGNATURE
from glossary.formats.xmlread import root_name

if TYPE_CHECKING:
    from glossary.formats.base import Format

HEAD: Final = 1 << 16
"""Bytes that are looked at."""

_ROOTS: Final = {"tbx": "tbx", "martif": "tbx-v2", "tmx": "tmx", "xliff": "xliff"}
_OLE: Final = b"\xd0\xcf\x11\xe0"
_XML_START: Final = re.compile(rb"\s*<")


def detect(head: bytes, path: str) -> Format:
    """The format of a file that begins with `head`; `path` is its name, or `-`.

    A workbook, an XML file and a UTX header are recognised whatever the file is called; JSON
    where the name does not say otherwise; a table by its suffix or, where there is no name, by the
    separator of its first line. Raises `FormatError` where neither content nor name tell.
    """
    found = _by_content(head, path)
    if found:
        return by_name(found)
    suffix = Path(path).suffix.lower()
    if suffix in ("", ".xml") or path == "-":
        return by_name(_unnamed(head.lstrip(b"\xef\xbb\xbf \t\r\n")))
    return for_path(Path(path))


def _by_content(head: bytes, path: str) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        return "xlsx"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _XML_START.match(text) or head.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        return _by_root(head, path)
    first = text[:64].decode("utf-8", "replace")
    return "utx" if SIGNATURE.match(first) else None


def _unnamed(head: bytes) -> str:
    if head.startswith(b"["):
        return "json"
    first = re.split(rb"[\r\n]", head, maxsplit=1)[0]
    is_csv = b"," in first and b"\t" not in first and not first.startswith(b"#")
    return "csv" if is_csv else "tsv"


def _by_root(head: bytes, path: str) -> str | None:
    root = root_name(BytesIO(head), path)
    if root in _ROOTS:
        return _ROOTS[root]
    if not root:  # not well-formed: the reader for the suffix says where
        return None
    known = ", ".join(f"<{name}>" for name in _ROOTS)
    reason = f"the root element <{root}> is that of no glossary; known: {known}"
    raise FormatError(reason, path=path, line=1, column=1)
