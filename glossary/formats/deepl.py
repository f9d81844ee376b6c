"""The glossary files of DeepL: pairs without a header, as tabs or as commas.

DeepL knows one target for each source and nothing else; what is left out on export is said by
`pairs.lost`. Sources: the glossary pages of DeepL's API documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.errors import FormatError
from glossary.formats import rfc4180
from glossary.formats.columns import CellError, build_entry, check_text, parse_heading
from glossary.formats.pairs import pairs
from glossary.formats.rows import Problems, Row, is_blank, strip_empty_end, with_ids
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.model import Entry

_LINE_END = re.compile(r"\r\n|\n|\r")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{2,4})?")
_WITHOUT_LANGUAGES, _WITH_LANGUAGES = 2, 4
_COLUMNS = ("source", "target")


def read_tsv(text: str, *, name: str, path: str = "") -> Glossary:
    """The glossary in two columns separated by a tab; raises `FormatError`."""
    rows = list(_tab_rows(text.removeprefix("\ufeff")))
    _refuse_header(rows, path)
    return Glossary(name, read_rows(rows, path))


def read_csv(text: str, *, name: str, path: str = "") -> Glossary:
    """The glossary in two columns, or four with the languages; raises `FormatError`."""
    rows = [row for row in rfc4180.parse(text, path) if not is_blank(row)]
    _refuse_header(rows, path)
    return Glossary(name, read_rows(rows, path))


def write_tsv(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """A pair a line: the source and each variant of the approved entries."""
    return _marked("".join(f"{source}\t{target}\n" for source, target in pairs(glossary).items()))


def write_csv(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """A pair a row, with the languages."""
    found = pairs(glossary).items()
    return _marked(rfc4180.format_rows([[source, target, "JA", "EN"] for source, target in found]))


def is_row(row: Row) -> bool:
    """Whether a row is DeepL's, with the languages behind the pair."""
    cells = strip_empty_end(row.cells)
    return len(cells) == _WITH_LANGUAGES and all(
        _LANGUAGE.fullmatch(cell.strip()) for cell in cells[2:]
    )


def read_rows(rows: Iterable[Row], path: str) -> tuple[Entry, ...]:
    """The entries of DeepL's rows, each with an id; raises `FormatError` for the bad ones."""
    problems = Problems(path)
    entries = [entry for row in rows if (entry := _read_row(row, problems))]
    problems.raise_if_any()
    return with_ids(entries, ())


def _read_row(row: Row, problems: Problems) -> Entry | None:
    cells = strip_empty_end(row.cells)
    if len(cells) not in (_WITHOUT_LANGUAGES, _WITH_LANGUAGES):
        reason = f"the row has {len(cells)} cells; DeepL's has source and target, or languages too"
        problems.add(reason, row.place(0))
        return None
    languages = [cell.strip().upper().partition("-")[0] for cell in cells[2:]]
    if languages and languages != ["JA", "EN"]:
        problems.add(f"the row is for {'→'.join(languages)}, not JA→EN; remove it", row.place(2))
        return None
    try:
        source, target = (check_text(*pair) for pair in zip(_COLUMNS, cells, strict=False))
        return build_entry({"source": source, "target": (target,) if target else ()})
    except CellError as error:
        problems.add(str(error), row.place(_COLUMNS.index(error.column)))
        return None


def _tab_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(_LINE_END.split(text), start=1):
        cells = line.split("\t")
        if any(cell.strip() for cell in cells):
            yield Row(tuple(cells), number)


def _refuse_header(rows: list[Row], path: str) -> None:
    if not rows:
        reason = "the file is empty; write a source and a target in each row"
        raise FormatError(reason, path=path, line=1, column=1)
    if [parse_heading(cell) for cell in rows[0].cells[:2]] == ["source", "target"]:
        reason = "the file begins with a header, which DeepL's have not; read it as tsv or csv"
        raise FormatError(reason, path=path, line=rows[0].line, column=1)


def _marked(text: str) -> str:
    """The text, with a byte-order mark where it would lose its first character for one."""
    return f"\ufeff{text}" if text.startswith("\ufeff") else text
