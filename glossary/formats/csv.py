"""The house columns as comma-separated values (RFC 4180), for spreadsheets.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and
read without. Recognised by what they begin with: DeepL's rows without a header,
`source,target,source_lang,target_lang`, and the files of Google and Amazon, whose header names
languages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.entry import clean
from glossary.errors import FormatError
from glossary.formats import deepl, rfc4180, services
from glossary.formats.columns import COLUMNS, DEFAULTS, format_cell, parse_heading, values
from glossary.formats.rows import Row, is_blank, read_header, read_rows
from glossary.model import Glossary

if TYPE_CHECKING:
    from glossary.formats.notices import Notices

# The full-width signs start a formula in Japanese spreadsheets.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")


def read(text: str, *, name: str, path: str = "", notices: Notices | None = None) -> Glossary:
    """The glossary in `text`; raises `FormatError` that names the first bad place."""
    rows = [row for row in rfc4180.parse(text, path) if not is_blank(row)]
    if not rows:
        reason = "the file is empty; its first row must name the columns: source, target, …"
        raise FormatError(reason, path=path, line=1, column=1)
    if deepl.is_row(rows[0]):
        return Glossary(name, deepl.read_rows(rows, path))
    if services.is_header(rows[0]):
        return Glossary(name, services.read_rows(rows, path, notices))
    _refuse_other_separators(rows[0], path)
    columns = read_header(rows[0], path)
    return Glossary(name, read_rows(columns, map(_unguard_row, rows[1:]), path))


def write(glossary: Glossary, *, over: str = "") -> str:
    """The file that holds the glossary, its lines ended by CR LF.

    A byte-order mark is kept where the text `over` that it replaces has one. Raises `EntryError`
    for an entry that no file can hold.
    """
    said = [values(clean(entry)) for entry in glossary.entries]
    columns = [
        column
        for column in COLUMNS
        if column in ("source", "target", "type")
        or any(row[column] != DEFAULTS[column] for row in said)
    ]
    rows = [
        [_guard(column, format_cell(column, row[column])) for column in columns] for row in said
    ]
    bom = "\ufeff" if over.startswith("\ufeff") else ""
    return bom + rfc4180.format_rows([columns, *rows])


def _refuse_other_separators(header: Row, path: str) -> None:
    for separator, called in (("\t", "tabs"), (";", "semicolons")):
        headings = header.cells[0].split(separator)
        if len(header.cells) == 1 and len(headings) > 1 and any(map(parse_heading, headings)):
            reason = f"the header is separated by {called}, not commas; save the file with commas"
            raise FormatError(reason, path=path, line=header.line, column=1)


def _guard(column: str, cell: str) -> str:
    # A negative priority is a number and shall stay one.
    return f"'{cell}" if column != "priority" and _FORMULA.match(cell) else cell


def _unguard_row(row: Row) -> Row:
    return Row(tuple(map(_unguard, row.cells)), row.line, row.places)


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
