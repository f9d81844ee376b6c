"""Workbooks (.xlsx, ECMA-376) with the columns of the house format, read and written by openpyxl.

The first sheet that has a row of headings holds the entries; rows above the headings are a title.
Text is written as text whatever it begins with, and never as a formula; of a formula the stored
value is read. Openpyxl comes with `pip install 'mtservice[xlsx]'`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

from glossary.entry import clean
from glossary.errors import EntryError, FormatError, GlossaryError
from glossary.formats import ooxml
from glossary.formats.columns import COLUMNS, DEFAULTS, format_cell, parse_heading, values
from glossary.formats.rows import Row, is_blank, read_header, read_rows
from glossary.formats.xmlwrite import refuse_unwritable
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from glossary.formats.columns import Value
    from glossary.model import Entry

MAX_CELL: Final = 32_767
"""Characters that a cell of a workbook holds (Excel's specification)."""

MAX_COLUMNS: Final = 256
"""Cells that a row may have: one far to the right would make every row as wide."""

_TITLE_ROWS: Final = 20
_FORMULA: Final = re.compile(r"[=+\-@＝＋－＠]")
_ALWAYS: Final = ("source", "target", "type")
_WIDTHS: Final = {"source": 28, "target": 36, "note": 48, "first_mention": 36}
_STAMP: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - workbooks know no zones; a fixed date, so that the same glossary gives the same file


def read_bytes(data: bytes, *, name: str, path: str = "") -> Glossary:
    """The glossary in a workbook; raises `FormatError` that names the cell."""
    openpyxl = _openpyxl()
    ooxml.check(data, path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        stored = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            stored[sheet.title].reset_dimensions()
            rows = list(_rows(sheet, stored[sheet.title], path))
            header = _header(rows)
            if header is not None:
                return Glossary(name, _entries(rows[header:], sheet.title, path))
    except (KeyError, ValueError, IndexError, TypeError, ParseError, zipfile.BadZipFile) as error:
        reason = f"the workbook is damaged ({type(error).__name__}); open it and save it again"
        raise FormatError(reason, path=path, line=1, column=1) from error
    reason = (
        "no sheet has a row of headings; name the columns in it, `source` and `target` at least"
    )
    raise FormatError(reason, path=path, line=1, column=1)


def write_bytes(glossary: Glossary, *, over: bytes = b"") -> bytes:
    """A workbook with one sheet; raises `EntryError` for what no file can hold.

    Raises `FormatError` where the workbook `over` that it replaces has further sheets.
    """
    openpyxl = _openpyxl()
    if over:
        _refuse_more_sheets(openpyxl, over)
    said = [values(clean(entry)) for entry in glossary.entries]
    columns = [
        column
        for column in COLUMNS
        if column in _ALWAYS or any(row[column] != DEFAULTS[column] for row in said)
    ]
    # All is checked before: openpyxl cannot give up a sheet that it has begun.
    rows = [_row(entry, columns, row) for entry, row in zip(glossary.entries, said, strict=True)]
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "glossary"
    book.properties.created = book.properties.modified = _STAMP
    sheet = book.create_sheet("Glossary")
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        letter = openpyxl.utils.get_column_letter(index)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 14)
    sheet.append([_cell(openpyxl, sheet, heading) for heading in columns])
    for row in rows:
        sheet.append([_cell(openpyxl, sheet, value) for value in row])
    return _saved(book)


def _openpyxl() -> ModuleType:
    try:
        import openpyxl
        import openpyxl.cell
        import openpyxl.utils
    except ImportError:
        reason = "workbooks need openpyxl: pip install openpyxl, or save the sheet as CSV"
        raise GlossaryError(reason) from None
    return openpyxl


def _entries(rows: list[Row], sheet: str, path: str) -> tuple[Entry, ...]:
    try:
        columns = read_header(rows[0], path)
    except FormatError as error:
        raise FormatError(
            error.reason, path=path, line=error.line, column=error.column, sheet=sheet
        ) from None
    full = [_fitted(row, len(columns)) for row in rows[1:]]
    return read_rows(columns, full, path, sheet)


def _fitted(row: Row, width: int) -> Row:
    """The row with as many cells as headings; empty cells at the end are not stored in a sheet."""
    cells = (*row.cells, *[""] * (width - len(row.cells)))
    places = tuple((row.line, index) for index in range(1, max(width, len(cells)) + 1))
    return Row(cells, row.line, places)


def _header(rows: list[Row]) -> int | None:
    """Where the headings stand: the first row that names source and target."""
    for at, row in enumerate(rows[:_TITLE_ROWS]):
        named = {parse_heading(cell) for cell in row.cells}
        if {"source", "target"} <= named:
            return at
    return None


def _rows(sheet: Any, stored: Any, path: str) -> Iterator[Row]:
    pairs = zip(sheet.iter_rows(), stored.iter_rows(), strict=True)
    for number, (cells, known) in enumerate(pairs, start=1):
        if len(cells) > MAX_COLUMNS:
            reason = f"the row has {len(cells):,} cells; a glossary has {MAX_COLUMNS} at most"
            raise FormatError(reason, path=path, line=number, column=1, sheet=sheet.title)
        texts = tuple(
            _text(cell, kept.value, (path, sheet.title, number, at))
            for at, (cell, kept) in enumerate(zip(cells, known, strict=True), start=1)
        )
        row = Row(texts, number, tuple((number, at) for at in range(1, len(texts) + 1)))
        if not is_blank(row):
            yield row


def _text(cell: Any, stored: Any, place: tuple[str, str, int, int]) -> str:
    """What a cell says, as the house format spells it."""
    value = stored if cell.data_type == "f" else cell.value
    path, sheet, line, column = place
    if cell.data_type == "e" or (cell.data_type == "f" and (stored is None or _is_failed(stored))):
        shown = "a formula without a stored value" if value is None else f"the error {value}"
        reason = f"the cell holds {shown}; put the text itself into it"
        raise FormatError(reason, path=path, line=line, column=column, sheet=sheet)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _is_failed(value: object) -> bool:
    return isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A"))


def _refuse_more_sheets(openpyxl: ModuleType, over: bytes) -> None:
    ooxml.check(over, "")
    names = openpyxl.load_workbook(io.BytesIO(over), read_only=True).sheetnames
    if len(names) > 1:
        reason = (
            f"the workbook has {len(names)} sheets ({', '.join(names)}), of which one would stay"
        )
        raise FormatError(f"{reason}; keep the glossary in a file of its own (`glossary convert`)")


def _row(entry: Entry, columns: Sequence[str], said: Mapping[str, Value]) -> list[str | int]:
    """The cells of an entry: text, and the priority as a number."""
    refuse_unwritable(entry)
    cells: list[str | int] = []
    for column in columns:
        value = said[column]
        text = format_cell(column, value)
        if len(text) > MAX_CELL:
            raise EntryError(
                f"entry {entry.id!r} ({entry.source}): {column} is longer than the {MAX_CELL:,} "
                "characters that a cell holds; shorten it, or write another format"
            )
        cells.append(value if column == "priority" and isinstance(value, int) else text)
    return cells


def _cell(openpyxl: ModuleType, sheet: Any, value: str | int) -> Any:
    if not value or isinstance(value, int):
        return value or None
    cell = openpyxl.cell.WriteOnlyCell(sheet)
    cell.value = value
    if cell.data_type != "s" or _FORMULA.match(value):
        # As text, and marked so that an edit in the cell does not make it a formula either.
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _saved(book: Any) -> bytes:
    """The bytes of the workbook, the same for the same content: openpyxl puts the time in."""
    from openpyxl.writer.excel import ExcelWriter

    file = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)).save()
    result = io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(result, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _STAMP.timetuple()[:6])
            archive.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()
