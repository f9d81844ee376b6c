"""The formats that glossaries are exchanged in: one module each, reader and writer together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from glossary.errors import FormatError
from glossary.formats import (
    csv,
    deepl,
    json,
    pairs,
    services,
    tbx,
    tbx_read,
    tmx,
    tsv,
    utx,
    xliff,
    xlsx,
)
from glossary.formats.base import Format

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMATS", "Format", "by_name", "for_path"]

_TSV: Final = "text/tab-separated-values"
_CSV: Final = "text/csv"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Final[tuple[Format, ...]] = (
    Format("tsv", "house format", (".tsv", ".tab", ".txt"), _TSV, tsv.read, tsv.write),
    Format("csv", "house columns", (".csv",), _CSV, csv.read, csv.write, noticing=csv.read),
    Format("json", "JSON", (".json",), "application/json", json.read, json.write),
    Format(
        "xlsx",
        "Excel workbook",
        (".xlsx", ".xlsm"),
        _XLSX,
        bytes_reader=xlsx.read_bytes,
        bytes_writer=xlsx.write_bytes,
    ),
    Format(
        "tbx",
        "TBX-Basic, version 3",
        (".tbx",),
        "application/x-tbx",
        tbx.read,
        tbx.write_v3,
        xml=tbx_read.READER,
    ),
    Format(
        "tbx-v2",
        "TBX version 2 (martif)",
        (),
        "application/x-tbx",
        tbx.read,
        tbx.write_v2,
        xml=tbx_read.READER,
    ),
    Format(
        "utx",
        "UTX 1.20",
        (".utx",),
        "text/plain",
        utx.read,
        utx.write,
        utx.lost,
        held=utx.held,
        noticing=utx.read,
    ),
    Format("tmx", "TMX 1.4", (".tmx",), "application/x-tmx", tmx.read, tmx.write, xml=tmx.READER),
    Format(
        "xliff",
        "XLIFF 2.1 glossary module",
        (".xlf", ".xliff"),
        "application/xliff+xml",
        xliff.read,
        xliff.write,
        xml=xliff.READER,
    ),
    Format(
        "deepl-tsv",
        "DeepL",
        (),
        _TSV,
        deepl.read_tsv,
        deepl.write_tsv,
        pairs.lost,
        pairs.warnings,
        pairs.held,
    ),
    Format(
        "deepl-csv",
        "DeepL",
        (),
        _CSV,
        deepl.read_csv,
        deepl.write_csv,
        pairs.lost,
        pairs.warnings,
        pairs.held,
    ),
    Format(
        "google-csv",
        "Google Cloud Translation",
        (),
        _CSV,
        services.read,
        services.write_google,
        services.lost_by_google,
        pairs.warnings,
        services.held_by_google,
        noticing=services.read,
    ),
    Format(
        "amazon-csv",
        "Amazon Translate",
        (),
        _CSV,
        services.read,
        services.write_amazon,
        pairs.lost,
        services.warnings_for_amazon,
        pairs.held,
        noticing=services.read,
    ),
)


def by_name(name: str) -> Format:
    """The format called `name`; raises `FormatError` naming the known ones."""
    for item in FORMATS:
        if item.name == name:
            return item
    known = ", ".join(item.name for item in FORMATS)
    raise FormatError(f"no glossary format is named {name!r}; known: {known}")


def for_path(path: Path) -> Format:
    """The format that the suffix of a file stands for; raises `FormatError`."""
    for item in FORMATS:
        if path.suffix.lower() in item.suffixes:
            return item
    known = ", ".join(suffix for item in FORMATS for suffix in item.suffixes)
    reason = f"the suffix {path.suffix!r} is not that of a glossary; known: {known}"
    raise FormatError(reason, path=str(path))
