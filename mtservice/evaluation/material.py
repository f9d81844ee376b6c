"""What terms are measured on: an evaluation set, a table of sentences, or a document.

Where the terms are told (`terms.tsv` of a set, the column `terms` of a table), each sentence is
a document of its own with terms of its own. Elsewhere the terms are the hits of a glossary.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.documents import registry
from mtservice.errors import InputError
from mtservice.evaluation import sets
from mtservice.evaluation.sets import AskedTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mtservice.model import Document


@dataclass(frozen=True, slots=True)
class Material:
    """Documents, and what is known about them; tuples are parallel to the documents."""

    name: str
    documents: tuple[Document, ...]
    terms: tuple[AskedTerm, ...] | None = None
    """`segment` counts the documents; `None` where a glossary says what the terms are."""
    reference: tuple[str, ...] = ()
    systems: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def source(self) -> tuple[str, ...]:
        """The text of each document."""
        return tuple(document.text for document in self.documents)


def read(path: Path, lines: int | None = None) -> Material:
    """The material at `path`: a set's folder, a TSV with a column `source`, or any document.

    `lines` keeps the first so many sentences of a set or a table. Raises `InputError` that names
    file and line, `EncodingError`.
    """
    if path.is_dir():
        found = _from_set(path, lines)
    elif path.suffix == ".tsv":
        found = _from_table(path, lines)
    else:
        found = _from_document(path)
    if not any(document.blocks for document in found.documents):
        raise InputError(f"{path}: there is nothing to translate in it")
    return found


def _from_document(path: Path) -> Material:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return Material(path.name, (registry.decode(data, name=path.name),))


def _from_set(folder: Path, lines: int | None) -> Material:
    found = sets.read(folder, lines)
    terms = found.terms if (folder / "terms.tsv").is_file() else None
    return Material(found.name, _documents(found.source), terms, found.reference, found.systems)


def _from_table(path: Path, lines: int | None) -> Material:
    table = csv.DictReader(sets.read_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = table.fieldnames or ()
    if "source" not in columns:
        raise InputError(f"{path}: its first line must name the columns, `source` among them")
    rows = list(table)[:lines]
    numbers = range(2, len(rows) + 2)
    for number, row in zip(numbers, rows, strict=True):
        if None in row or None in row.values():
            raise InputError(f"{path}, line {number}: expected {len(columns)} cells")
    terms = [
        term
        for number, row in zip(numbers, rows, strict=True)
        for term in _asked(path, number, row.get("terms", ""))
    ]
    return Material(
        path.stem,
        _documents(row["source"] for row in rows),
        tuple(terms) if "terms" in columns else None,
        tuple(row["reference"] for row in rows) if "reference" in columns else (),
    )


def _asked(path: Path, number: int, cell: str) -> Iterator[AskedTerm]:
    """The terms of a cell: `リガ=Riga; ミンスク=Minsk|Mensk`."""
    for item in filter(None, map(str.strip, cell.split(";"))):
        source, equals, renderings = item.partition("=")
        wanted, *admitted = (one.strip() for one in renderings.split("|"))
        if not (equals and source.strip() and wanted):
            raise InputError(
                f"{path}, line {number}: {item!r} is not a term; write it like リガ=Riga"
            )
        yield AskedTerm(number - 2, source.strip(), wanted, tuple(admitted))


def _documents(source: Iterable[str]) -> tuple[Document, ...]:
    return tuple(registry.read(text, name=str(i), format="text") for i, text in enumerate(source))
