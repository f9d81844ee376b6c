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
    """A glossary file cannot be read; `str()` gives `path:line:column: reason`."""

    code = "glossary_format"

    def __init__(
        self, reason: str, *, path: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (path, line, column) if part not in ("", None))
        super().__init__(f"{place}: {reason}" if place else reason)


class EntryError(GlossaryError):
    """An entry contradicts itself: an empty side, a rendering both preferred and forbidden."""

    code = "glossary_entry"


class ConflictError(GlossaryError):
    """A change is refused because another entry already says otherwise."""

    code = "glossary_conflict"


class UnknownEntryError(GlossaryError):
    """No entry, or no glossary, has the given id or name."""

    code = "glossary_unknown"
