"""Commands that read the history of a store: `history`, `diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from glossary import changes as entry_changes
from glossary import display
from glossary.commands.options import (
    FINDINGS,
    file_option,
    json_option,
    open_glossary,
    print_json,
)
from glossary.commands.plans import change_dict, print_plan, stored_in
from glossary.entry import derive_id
from glossary.errors import UnknownEntryError
from glossary.model import EntryType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.changes import EntryChange
    from glossary.database.state import Revision
    from glossary.database.stored import StoredGlossary
    from glossary.model import Entry


@click.command("history")
@click.argument("term", metavar="[ID|SOURCE]", required=False)
@file_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
def history_command(term: str | None, where: str | None, limit: int, as_json: bool) -> None:
    """Say who changed what, when and why, newest first.

    With an entry: each of its changes, column by column. An entry that was removed is found by its
    id, or by its source where the id was not chosen by hand.

    \b
    Examples:
      glossary history -g house.db
      glossary history ミンスク -g house.db
    """
    store = stored_in(open_glossary(where))
    if term is None:
        _print_revisions(store.revisions(limit=limit), as_json=as_json)
        return
    found = [item for id_ in ids_of(store, term) for item in _steps(store.records(id_))]
    found.sort(key=lambda item: -item[0].number)
    if as_json:
        print_json([_step_dict(*item) for item in found[:limit]])
        return
    for revision, change in found[:limit]:
        display.say(_heading(revision), style="bold")
        display.print_entry_change(change)


@click.command("diff")
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", required=False)
@file_option
@click.option("--exit-code", is_flag=True, help="End with 1 where they differ.")
@json_option
def diff_command(
    old: str, new: str | None, where: str | None, exit_code: bool, as_json: bool
) -> None:
    """Show what makes B of A: two revisions of a store, or two glossaries.

    Numbers are revisions; without B the second is the newest. Anything else is a name, a file or
    a store.

    \b
    Examples:
      glossary diff 3 -g house.db
      glossary diff 3 5 -g house.db
      glossary diff house.tsv house.db
    """
    found = _between_revisions(old, new, where) if old.isdecimal() else _between(old, new)
    if as_json:
        print_json([change_dict(change) for change in found])
    elif not found:
        display.say("no difference", stderr=True)
    else:
        print_plan(found)
    if found and exit_code:
        sys.exit(FINDINGS)


def ids_of(store: StoredGlossary, term: str) -> list[str]:
    """The entries that a term names now or, where none does, named once."""
    try:
        return [entry.id for entry in store.named(term)]
    except UnknownEntryError:
        once = [term, *(derive_id(term, type_) for type_ in EntryType)]
        if found := [id_ for id_ in once if store.records(id_)]:
            return found
        raise


def _between(old: str, new: str | None) -> tuple[EntryChange, ...]:
    if new is None:
        raise click.UsageError("give two glossaries, or the number of a revision")
    sides = [open_glossary(where).read() for where in (old, new)]
    return entry_changes.between(*sides)


def _between_revisions(old: str, new: str | None, where: str | None) -> tuple[EntryChange, ...]:
    if new is not None and not new.isdecimal():
        raise click.UsageError(f"{old} is a revision and {new} is none; give two of one kind")
    store = stored_in(open_glossary(where))
    newest = next((revision.number for revision in store.revisions(limit=1)), 0)
    return store.difference(int(old), int(new) if new else newest)


def _steps(records: Sequence[tuple[Revision, Entry | None]]) -> list[tuple[Revision, EntryChange]]:
    before = None
    steps = []
    for revision, after in records:
        steps.append((revision, entry_changes.EntryChange(before, after)))
        before = after
    return steps


def _print_revisions(revisions: Sequence[Revision], *, as_json: bool) -> None:
    if as_json:
        print_json([_revision_dict(revision) for revision in revisions])
    elif not revisions:
        display.say("no changes yet", stderr=True)
    else:
        rows = [
            (str(item.number), _moment(item), item.author, _touched(item), item.reason)
            for item in revisions
        ]
        display.print_table(("revision", "when (UTC)", "author", "entries", "reason"), rows)


def _moment(revision: Revision) -> str:
    return revision.at.strftime("%Y-%m-%d %H:%M")


def _touched(revision: Revision) -> str:
    parts = [("+", revision.added), ("~", revision.changed), ("-", revision.removed)]
    counts = " ".join(f"{mark}{count}" for mark, count in parts if count)
    return f"{counts} (undoes {revision.reverts})" if revision.reverts else counts


def _heading(revision: Revision) -> str:
    said = filter(None, (_moment(revision), revision.author, revision.reason))
    return f"revision {revision.number}  {'  '.join(said)}"


def _revision_dict(revision: Revision) -> dict[str, Any]:
    said = {name: getattr(revision, name) for name in revision.__slots__}
    return said | {"at": revision.at.isoformat()}


def _step_dict(revision: Revision, change: EntryChange) -> dict[str, Any]:
    return {"revision": _revision_dict(revision), **change_dict(change)}
