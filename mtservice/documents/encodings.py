"""Which encoding bytes are in: by a byte-order mark, what they declare, or what they can be."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^<>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^<>]+encoding\s*=\s*[\"']([A-Za-z0-9_\-]+)")
_WINDOWS = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932"}
"""Encoding Standard, section 4.2: the label stands for what Windows made of Shift_JIS."""
_LABELS = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc、。]")


def marked(data: bytes) -> str | None:
    """The encoding that a byte-order mark says."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if data.startswith(codecs.BOM_UTF8) else None


def declared(data: bytes) -> str | None:
    """The encoding that HTML or XML names in its first 1,024 bytes, if Python knows it.

    HTML Standard, section 13.2.3.2.
    """
    found = _XML.match(data) or _META.search(data[:1024])
    if found is None:
        return None
    label = found[1].decode("ascii").lower()
    try:
        return codecs.lookup(_WINDOWS.get(label, label)).name
    except LookupError:
        return None


def label(encoding: str) -> str:
    """What the web calls an encoding of Python's."""
    return _LABELS.get(encoding, encoding)


def detected(data: bytes) -> str | None:
    """UTF-8, EUC-JP or Shift_JIS, whichever the bytes can be; of two the one with more kana."""
    if (text := _decoded(data, "utf-8")) is not None:
        return "utf-8"
    found = []
    for encoding in ("euc_jp", "cp932"):
        text = _decoded(data, encoding)
        if text is not None:
            found.append((len(_KANA.findall(text)), encoding))
    return max(found)[1] if found else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
