"""Packed documents: opened, translated, and looked into."""

from __future__ import annotations

import zipfile
from io import BytesIO

from contract.document_contract import backwards
from lxml import etree

from mtservice.documents import registry
from mtservice.documents.render import render
from mtservice.model import Document, SegmentResult
from mtservice.segmentation import segment


def opened(data: bytes, name: str = "x") -> Document:
    return registry.decode(data, name=name)


def translated(data: bytes, english: str = "One two three.") -> bytes:
    """The file with every sentence translated by `english`, its words in backward order."""
    document = opened(data)
    results = [
        SegmentResult(item, english, alignment=backwards(item.text, english))
        for block in document.blocks
        for item in segment(block)
    ]
    text, placed = render(document, results, registry.format_of(document.format))
    assert len(placed) == len(results)
    for item in placed:
        assert item.target.of(text)
    return registry.encode(document, text)


def unchanged(data: bytes) -> bytes:
    """The file with every sentence translated by itself."""
    document = opened(data)
    results = [
        SegmentResult(item, item.text) for block in document.blocks for item in segment(block)
    ]
    text, placed = render(document, results, registry.format_of(document.format))
    assert text == document.text
    assert all(item.source == item.target for item in placed)
    return registry.encode(document, text)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes | str) -> bytes:
    """The archive with one part put in its place, or added."""
    return zipped({**members(data), name: content})


def parsed(part: bytes) -> etree._Element:
    return etree.fromstring(part)
