"""How glossaries look in a terminal: aligned to the width of Japanese, in quiet colours.

In a pipe nothing is wrapped or coloured, and no line ends in spaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from glossary import edit
from glossary.formats.columns import DEFAULTS, format_cell, values
from glossary.model import EntryStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.changes import EntryChange
    from glossary.edit import FieldChange
    from glossary.model import Entry, TermMatch

_MARKS = {"added": ("+", "green"), "changed": ("~", "yellow"), "removed": ("-", "red")}
SHOWN_CHANGES = 200
"""How many changes are shown to a person; machines get all."""
STYLES = {"error": "red", "warning": "yellow", "info": "dim"}
_PIPE_WIDTH = 100_000


def console(*, stderr: bool = False) -> Console:
    """A console for standard output; as wide as needed where that is a pipe."""
    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    return (
        made
        if made.is_terminal
        else Console(stderr=stderr, highlight=False, markup=False, emoji=False, width=_PIPE_WIDTH)
    )


def say(line: str | Text, *, stderr: bool = False, style: str = "") -> None:
    """Print one line, which a terminal may wrap where it likes."""
    console(stderr=stderr).print(line, style=style, soft_wrap=True)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print rows under headings, in aligned columns; headings that are all empty are left out."""
    table = Table(
        box=None,
        pad_edge=False,
        header_style="dim",
        padding=(0, 2, 0, 0),
        show_header=any(headings),
    )
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    out = console()
    if out.is_terminal:
        out.print(table)
        return
    with out.capture() as capture:
        out.print(table)
    for line in capture.get().splitlines():
        out.file.write(line.rstrip() + "\n")


def entry_rows(entries: Iterable[Entry]) -> Iterable[Sequence[str | Text]]:
    """A row for each entry: id, source, preferred rendering, type, status."""
    for entry in entries:
        style = "" if entry.status is EntryStatus.APPROVED else "dim"
        yield (
            Text(entry.id, "dim"),
            Text(entry.source, style),
            Text(entry.preferred, style),
            entry.type.value,
            Text(entry.status.value, style),
        )


def print_entry(entry: Entry) -> None:
    """Print what an entry says, a column a line."""
    said = {**values(entry), "id": entry.id}
    rows = [
        (Text(column, "dim"), format_cell(column, value))
        for column, value in said.items()
        if value != DEFAULTS[column] or column in ("type", "status")
    ]
    print_table(("", ""), [(name, cell or str(DEFAULTS[name.plain])) for name, cell in rows])


def one_line(entry: Entry) -> str:
    """An entry in one line: `ミンスク → Minsk (place)`."""
    return f"{entry.source} → {entry.preferred} ({entry.type})"


def print_changes(
    changes: Iterable[FieldChange], indent: str = "  ", *, stderr: bool = False
) -> None:
    """Print the columns that changed, the old cell above the new."""
    for change in changes:
        old, new = (format_cell(change.column, value) for value in (change.before, change.after))
        if old:
            say(f"{indent}- {change.column}: {old}", style="red", stderr=stderr)
        if new:
            say(f"{indent}+ {change.column}: {new}", style="green", stderr=stderr)


def print_entry_change(change: EntryChange) -> None:
    """Print what became of an entry: `+` added, `-` removed, `~` changed and in what."""
    mark, style = _MARKS[change.verb]
    entry = change.after or change.before
    if entry:
        say(f"{mark} {change.id}: {one_line(entry)}", style=style)
    if change.before and change.after:
        print_changes(edit.changes(change.before, change.after), indent="    ")


def highlighted(text: str, matches: Iterable[TermMatch]) -> Text:
    """The text with its terms underlined."""
    shown = Text(text)
    for match in matches:
        shown.stylize("underline cyan", match.start, match.end)
    return shown
