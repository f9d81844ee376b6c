"""The formats that glossaries are exchanged in: one module each, reader and writer together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from glossary.errors import FormatError
from glossary.formats import csv, deepl, json, tsv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from glossary.model import Glossary


class Reader(Protocol):
    """Reads a text as a glossary; raises `FormatError` with line and column."""

    def __call__(self, text: str, *, name: str, path: str = "") -> Glossary:
        """The glossary called `name`; `path` is what errors call the file."""
        ...


class Writer(Protocol):
    """Writes a glossary as the text of a file."""

    def __call__(self, glossary: Glossary, *, over: str = "") -> str:
        """The text; `over` is the text of the file that it replaces, whose layout may be kept."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is called, and how it is read and written."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files that are taken for this format; a format without any must be asked for."""
    read: Reader
    write: Writer
    lost: Callable[[Glossary], tuple[str, ...]] = lambda _: ()
    """What the format cannot hold of a glossary, a sentence each."""


FORMATS: tuple[Format, ...] = (
    Format("tsv", (".tsv", ".tab", ".txt"), tsv.read, tsv.write),
    Format("csv", (".csv",), csv.read, csv.write),
    Format("json", (".json",), json.read, json.write),
    Format("deepl-tsv", (), deepl.read_tsv, deepl.write_tsv, deepl.lost),
    Format("deepl-csv", (), deepl.read_csv, deepl.write_csv, deepl.lost),
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
