"""Commands of a glossary with a history: `init`, `history`, `diff`, `undo`, `restore`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from glossary import changes as entry_changes
from glossary import display
from glossary.commands.options import (
    FINDINGS,
    Clock,
    bring,
    file_option,
    json_option,
    open_glossary,
    print_json,
    say_left_out,
    sign,
    signature_options,
)
from glossary.commands.plans import change_dict, counts, print_plan, stored_in
from glossary.entry import derive_id
from glossary.errors import ConflictError, UnknownEntryError
from glossary.formats import FORMATS
from glossary.locations import store_location
from glossary.model import EntryType, Glossary
from glossary.pause import without_collector
from glossary.storage import open_storage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.changes import EntryChange, Signature
    from glossary.database.plans import Plan
    from glossary.database.state import Revision
    from glossary.database.stored import StoredGlossary
    from glossary.model import Entry
from glossary.storage import Storage


@click.command("init")
@click.argument("where", metavar="STORE|FILE")
@click.option("--from", "file", metavar="FILE|STORE|-", help="Begin with the entries of this one.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([item.name for item in FORMATS]),
    help="Format of --from; by the suffix unless said.",
)
@signature_options
@click.pass_obj
@without_collector()
def init_command(
    clock: Clock,
    /,
    where: str,
    file: str | None,
    format_name: str | None,
    author: str,
    reason: str,
    dry_run: bool,
) -> None:
    """Start a glossary, or bring a store up to date.

    A store is a .db file (SQLite) or postgresql://user@host/database; it keeps every change with
    its author, time and reason. `#name` behind it names one of several glossaries. A store that an
    older version made is brought up to date, and its entries stay.

    \b
    Examples:
      glossary init house.db
      glossary init house.db --from house.tsv --author anna --reason 'moved from the file'
      glossary init 'postgresql://desk@db.example/terms#house' --from house.tsv
    """
    storage = open_storage(where)
    incoming = _incoming(file, format_name) if file else None
    existed = storage.exists() if not store_location(where) else _exists_in_any_version(storage)
    if existed and incoming and storage.size():
        raise ConflictError(
            f"{storage} holds entries already; `glossary import {file} --into '{where}'` adds to it"
        )
    if dry_run:
        count = _entries(len(incoming) if incoming else 0)
        display.say(f"would {'use' if existed else 'start'} {storage}, with {count} more")
        return
    before = _make(storage)
    if incoming:
        signature = sign(storage, clock, author, reason or f"begun from {incoming.name}")
        storage.commit(entry_changes.between(Glossary("", ()), incoming), signature)
    display.say(f"{storage}: {_made(existed, before)}, {_entries(storage.size())}")


def _incoming(file: str, format_name: str | None) -> Glossary:
    brought = bring(file, format_name)
    say_left_out(file, brought)
    return brought.glossary


def _entries(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'}"


def _exists_in_any_version(storage: Storage) -> bool:
    """Whether there is a store, which may be too old to be opened."""
    try:
        return storage.exists()
    except UnknownEntryError:
        return False


def _make(storage: Storage) -> str:
    """Make what is missing; gives the version that a store had before."""
    if not storage.keeps_history:
        storage.create()
        return ""
    store = stored_in(storage)
    before = store.upgrade()
    store.create()
    store.renew()
    return before


def _made(existed: bool, before: str) -> str:
    from glossary.database.migrate import VERSIONS

    if before and before != VERSIONS[-1]:
        return f"brought from version {before} to {VERSIONS[-1]}"
    return "is up to date" if existed else "started"


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
    found = [item for id_ in _ids(store, term) for item in _steps(store.records(id_))]
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


@click.command("undo")
@click.argument("number", metavar="[REVISION]", type=int, required=False)
@file_option
@click.option("--yes", is_flag=True, help="Do not ask, on a terminal.")
@signature_options
@json_option
@click.pass_obj
def undo_command(
    clock: Clock,
    /,
    number: int | None,
    where: str | None,
    yes: bool,
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Undo a revision: the newest that is not undone yet, or the one given.

    Nothing is forgotten: undoing is a revision too, and may be undone by its number. Refused where
    one of the entries has been changed since.

    \b
    Examples:
      glossary undo -g house.db
      glossary undo 7 -g house.db --reason 'wrong list' --dry-run
    """
    store = stored_in(open_glossary(where))
    signature = sign(store, clock, author, reason)
    plan = store.plan_undo(number)
    said = (f"undo revision {plan.reverts}", f"revision {plan.reverts} undone")
    _carry_out(store, plan, signature, said, yes=yes, dry_run=dry_run, as_json=as_json)


@click.command("restore")
@click.argument("number", metavar="REVISION", type=int)
@click.argument("terms", metavar="[ID|SOURCE]...", nargs=-1)
@file_option
@click.option("--yes", is_flag=True, help="Do not ask, on a terminal.")
@signature_options
@json_option
@click.pass_obj
def restore_command(
    clock: Clock,
    /,
    number: int,
    terms: tuple[str, ...],
    where: str | None,
    yes: bool,
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring back entries, or the whole glossary, as they were at a revision.

    What came later stays in the history. Revision 0 is before the first.

    \b
    Examples:
      glossary restore 12 ミンスク -g house.db
      glossary restore 12 -g house.db --dry-run
    """
    store = stored_in(open_glossary(where))
    signature = sign(store, clock, author, reason or f"as at revision {number}")
    ids = [id_ for term in terms for id_ in _ids(store, term)]
    plan = store.plan_restore(number, ids)
    said = (f"restore revision {number}", f"restored as at revision {number}")
    _carry_out(store, plan, signature, said, yes=yes, dry_run=dry_run, as_json=as_json)


def _carry_out(
    store: StoredGlossary,
    plan: Plan,
    signature: Signature,
    said: tuple[str, str],
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Show a plan, ask on a terminal, and write it; `said`: what is to be done, and is done."""
    what, done = said
    if not as_json:
        print_plan(plan.changes)
    if plan.changes and not dry_run:
        if not yes and not as_json and sys.stdin.isatty():
            click.confirm(f"{what.capitalize()} in {store}?", abort=True)
        store.carry_out(plan, signature)
    if as_json:
        changes = [change_dict(change) for change in plan.changes]
        print_json({"written": bool(changes) and not dry_run, "changes": changes})
    elif not plan.changes:
        display.say(f"{store}: nothing to change", stderr=True)
    else:
        done = f"would {what}" if dry_run else done
        display.say(f"{store}: {done}: {counts(plan.changes)}", stderr=True)


def _ids(store: StoredGlossary, term: str) -> list[str]:
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
