"""The data that a run may use: files with their hashes, sources with their licences."""

from __future__ import annotations

import lzma
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training import files

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT = Path(__file__).with_name("data.toml")


class DataError(ValueError):
    """A data file is missing or is not the one that the manifest names."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A data file of the manifest."""

    file: str
    sha256: str
    tier: str
    """Tier of pairs; for a term list `names`, `nouns` or `mixed`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where pairs come from and on what terms."""

    name: str
    tier: str
    pairs: int
    origin: str
    licence: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `data.toml` says."""

    pairs: tuple[Listed, ...]
    terms: tuple[Listed, ...]
    sources: tuple[Source, ...]
    licences_of_terms: str = ""


def load(path: Path = DEFAULT) -> Manifest:
    """The manifest in the TOML file `path`."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Manifest(
        tuple(Listed(**entry) for entry in table.get("pairs", [])),
        tuple(Listed(**entry) for entry in table.get("terms", [])),
        tuple(Source(**entry) for entry in table.get("sources", [])),
        table.get("licences_of_terms", ""),
    )


def rows(listed: Listed, folder: Path, *, columns: int) -> Iterator[list[str]]:
    """The rows of a tab-separated file, plain or xz-compressed, that have `columns` at least.

    Raises `DataError` when the file is missing or its SHA-256 is another.
    """
    path = folder / listed.file
    if not path.is_file():
        raise DataError(f"{path} is missing; training/README.md says where to get it")
    if listed.sha256 and files.sha256(path) != listed.sha256:
        raise DataError(f"{path} is not the file that the manifest names: its SHA-256 differs")
    opened = lzma.open if path.suffix == ".xz" else Path.open
    with opened(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = line.rstrip("\n").split("\t")
            if len(row) >= columns:
                yield row
