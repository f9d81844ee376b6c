"""What a command would change, shown to people and machines before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from glossary import display, edit
from glossary.formats.json import to_dict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.changes import EntryChange
    from glossary.database.stored import StoredGlossary
    from glossary.storage import Storage


def stored_in(storage: Storage) -> StoredGlossary:
    """The storage, which must be a store."""
    from glossary.database.stored import StoredGlossary

    if not isinstance(storage, StoredGlossary):
        raise click.UsageError(
            f"{storage} is a file, which keeps no history; `glossary init house.db --from "
            f"{storage}` makes a store of it, and `-g house.db` names one"
        )
    return storage


def print_plan(changes: Sequence[EntryChange]) -> None:
    """Show changes, up to as many as a person reads."""
    for change in changes[: display.SHOWN_CHANGES]:
        display.print_entry_change(change)
    if len(changes) > display.SHOWN_CHANGES:
        more = len(changes) - display.SHOWN_CHANGES
        display.say(f"… and {more} more (--json lists all)", stderr=True)


def counts(changes: Sequence[EntryChange]) -> str:
    """How many entries the changes add, change and remove, in words."""
    verbs = [change.verb for change in changes]
    known = ("added", "changed", "removed")
    return ", ".join(f"{verbs.count(verb)} {verb}" for verb in known if verb in verbs)


def change_dict(change: EntryChange) -> dict[str, Any]:
    """A change as machines get it."""
    return {
        "id": change.id,
        "change": change.verb,
        "before": to_dict(change.before) if change.before else None,
        "after": to_dict(change.after) if change.after else None,
        "columns": [
            {"column": item.column, "before": item.before, "after": item.after}
            for item in entry_columns(change)
        ],
    }


def entry_columns(change: EntryChange) -> tuple[edit.FieldChange, ...]:
    """The columns that a change of an entry touches."""
    return edit.changes(change.before, change.after) if change.before and change.after else ()
