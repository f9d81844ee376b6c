"""A folder of documents → translated documents, a report, JSON, TMX and TSV."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtservice.documents import registry
from mtservice.errors import InputError
from mtservice.files import write_whole
from mtservice.outputs import html, json, tmx, tsv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mtservice.documents.base import ReadOptions
    from mtservice.model import Document, DocumentResult, TranslationResult
    from mtservice.pipeline import TranslateOptions, TranslatorLike

_WINDOW_CHARS = 100_000
"""Documents are decoded together up to this many characters: large batches, bounded memory."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a folder."""

    result: TranslationResult | None
    """All documents together; `None` when there was nothing to translate."""
    refused: tuple[tuple[str, str], ...]
    """Name and reason of each document that could not be read."""


def translate_folder(
    translator: TranslatorLike,
    source: Path,
    target: Path,
    *,
    title: str,
    glossaries: Sequence[str] | None = None,
    options: TranslateOptions | None = None,
    reading: ReadOptions | None = None,
    form: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> BatchResult:
    """Translate every file under `source` and write `target`.

    `form` is the format of every document, where it is not to be found out. `progress` is told the
    characters done and the characters in all. A file that its reader refuses is listed in the
    result and the others go on. Each output appears whole or not at all.
    """
    began = time.perf_counter()
    documents, refused = _read_folder(source, form, reading)
    total, done = sum(len(document.text) for document in documents), 0
    parts: list[TranslationResult] = []
    names: Mapping[str, str] = {}
    for window in _windows(documents):
        progress(done, total)
        parts.append(
            translator.translate(window, glossaries=glossaries, options=options, names=names)
        )
        names = parts[-1].names
        done += sum(len(document.text) for document in window)
        for document in parts[-1].documents:
            name = registry.target_name(document.document)
            write_whole(target / "documents" / name, _encoded(document))
    progress(done, total)
    if not parts:
        return BatchResult(None, refused)
    result = replace(
        parts[0],
        documents=tuple(document for part in parts for document in part.documents),
        seconds=time.perf_counter() - began,
    )
    for name, text in _outputs(result, title):
        write_whole(target / name, text.encode())
    return BatchResult(result, refused)


def _read_folder(
    source: Path, form: str | None, reading: ReadOptions | None
) -> tuple[list[Document], tuple[tuple[str, str], ...]]:
    documents, refused = [], []
    for path in sorted(item for item in source.rglob("*") if item.is_file()):
        name = path.relative_to(source).as_posix()
        try:
            data = path.read_bytes()
            documents.append(registry.decode(data, name=name, format=form, options=reading))
        except (InputError, OSError) as error:
            refused.append((name, str(error)))
    return documents, tuple(refused)


def _windows(documents: Sequence[Document]) -> Iterator[list[Document]]:
    window: list[Document] = []
    chars = 0
    for document in documents:
        if window and chars + len(document.text) > _WINDOW_CHARS:
            yield window
            window, chars = [], 0
        window.append(document)
        chars += len(document.text)
    if window:
        yield window


def _outputs(result: TranslationResult, title: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file that is about all documents together."""
    yield "report.html", html.report([result], title=title)
    yield "translation.json", json.render(result)
    yield "translation.tmx", tmx.render(result)
    yield "translation.tsv", tsv.render(result)


def _encoded(result: DocumentResult) -> bytes:
    return registry.encode(result.document, result.text)
