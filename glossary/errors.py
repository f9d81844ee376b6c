"""Every error that `glossary` raises.

::

    GlossaryError
    ├── FormatError            a file that cannot be read as what it claims to be
    ├── EntryError             an entry that contradicts itself
    ├── ConflictError          a change that another entry stands in the way of
    └── UnknownEntryError      an id or a glossary name that does not exist

Each class has a stable `code`; messages name the place and the remedy.
"""

from __future__ import annotations


class GlossaryError(Exception):
    """Base of all errors of this package."""

    code = "glossary_error"


class FormatError(GlossaryError):
    """A glossary file cannot be read; `str()` gives `path:line:column: reason`.

    In a workbook the place is a cell: `path:Sheet1!B3: reason`, with `sheet` set; `line` and
    `column` are then the numbers of row and column.
    """

    code = "glossary_format"

    def __init__(
        self,
        reason: str,
        *,
        path: str = "",
        line: int | None = None,
        column: int | None = None,
        sheet: str = "",
    ) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column
        self.sheet = sheet
        parts = (path, _cell(sheet, line, column)) if sheet and line else (path, line, column)
        place = ":".join(str(part) for part in parts if part not in ("", None))
        super().__init__(f"{place}: {reason}" if place else reason)


def _cell(sheet: str, line: int, column: int | None) -> str:
    """The place as spreadsheets write it: `Sheet1!AB3`, or `Sheet1!3` for a row."""
    letters = ""
    rest = column or 0
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{sheet}!{letters}{line}"


class EntryError(GlossaryError):
    """An entry contradicts itself: an empty side, a rendering both preferred and forbidden."""

    code = "glossary_entry"


class ConflictError(GlossaryError):
    """A change is refused because another entry already says otherwise."""

    code = "glossary_conflict"


class UnknownEntryError(GlossaryError):
    """No entry, or no glossary, has the given id or name."""

    code = "glossary_unknown"
