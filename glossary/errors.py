"""Every error that `glossary` raises.

::

    GlossaryError
    ├── FormatError            a file that cannot be read as what it claims to be
    ├── EntryError             an entry that contradicts itself
    ├── ConflictError          a change that another entry stands in the way of
    │   └── StaleError         a change to an entry that somebody else changed meanwhile
    ├── StoreError             a store that cannot be opened, or is of another version
    └── UnknownEntryError      an id or a glossary name that does not exist

Each class has a stable `code`; messages name the place and the remedy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.model import Entry


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


class StaleError(ConflictError):
    """A change was made to an entry as it no longer stands; nothing was written.

    `seen` is the entry that the change was made to, `current` the one that stands there now,
    `wanted` what the change would have made of it. `None` is an entry that is not there.
    """

    code = "glossary_stale"

    def __init__(
        self, id_: str, *, seen: Entry | None, current: Entry | None, wanted: Entry | None
    ) -> None:
        self.id = id_
        self.seen = seen
        self.current = current
        self.wanted = wanted
        super().__init__(
            f"entry {id_!r} was changed meanwhile: it is {_said(current)}, your change makes it "
            f"{_said(wanted)}; look at it again, nothing was written"
        )


def _said(entry: Entry | None) -> str:
    return f"{entry.source} → {entry.preferred}" if entry else "gone"


class StoreError(GlossaryError):
    """A store cannot be opened or written, or its schema is of another version."""

    code = "glossary_store"


class UnknownEntryError(GlossaryError):
    """No entry, or no glossary, has the given id or name."""

    code = "glossary_unknown"
