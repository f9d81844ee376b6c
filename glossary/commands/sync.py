"""The command `sync`: a glossary file in version control and a store, brought together."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary import display
from glossary.changes import EntryChange, between
from glossary.commands.options import (
    FINDINGS,
    Clock,
    current,
    file_option,
    json_option,
    open_glossary,
    print_json,
    sign,
    signature_options,
)
from glossary.commands.plans import change_dict, counts, entry_columns, print_plan, stored_in
from glossary.errors import FormatError
from glossary.formats import for_path
from glossary.formats.columns import format_cell, values
from glossary.formats.json import to_dict
from glossary.model import Glossary
from glossary.pause import without_collector
from glossary.storage import FileStorage
from glossary.sync import Conflict, Outcome, Side, three_way
from glossary.version import version

if TYPE_CHECKING:
    from glossary.database.stored import StoredGlossary
    from glossary.database.syncs import Snapshot
    from glossary.model import Entry

_WHOLE = ("tsv", "csv", "json", "xlsx")
"""Formats whose files hold every column."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a sync would do."""

    outcome: Outcome
    into_file: tuple[EntryChange, ...]
    into_store: tuple[EntryChange, ...]
    since: int | None
    """The revision at which both were last the same."""
    stale: int | None
    """The revision, before that one, at which the file was as it is now."""


@click.command("sync")
@click.argument("file", metavar="FILE")
@file_option
@click.option("--ours", "prefer", flag_value="ours", help="In a conflict the file is right.")
@click.option("--theirs", "prefer", flag_value="theirs", help="In a conflict the store is right.")
@click.option("--yes", is_flag=True, help="Do not ask, on a terminal.")
@signature_options
@json_option
@click.pass_obj
@without_collector()
def sync_command(
    clock: Clock,
    /,
    file: str,
    where: str | None,
    prefer: str | None,
    yes: bool,
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring a file and a store together, three-way: what either side changed reaches the other.

    The store remembers the revision at which both were last the same. Conflicts are shown, and then
    nothing is written, unless --ours or --theirs decides them. A file that is not there is started.
    Exits with 1 when there are conflicts.

    \b
    Examples:
      glossary sync house.tsv -g house.db --dry-run
      glossary sync house.tsv -g house.db --author anna
      glossary sync house.tsv -g house.db --theirs
    """
    storage, store = _file(file), stored_in(open_glossary(where))
    held = current(storage)
    snapshot = store.snapshot(Path(file).name)
    is_new = not storage.exists()
    plan = _plan(snapshot, held, Side(prefer) if prefer else None, is_new=is_new)
    is_open = bool(plan.outcome.conflicts) or plan.stale is not None
    is_due = not is_open and not dry_run
    if not as_json:
        _print(plan, storage, store)
    changes_any = bool(plan.into_file or plan.into_store)
    if is_due:
        if changes_any and not yes and not as_json and sys.stdin.isatty():
            click.confirm(f"Write {storage} and {store}?", abort=True)
        signature = sign(store, clock, author, reason or f"synced with {Path(file).name}")
        # First the file: should the store then refuse, the next sync starts from the same base.
        if is_new:
            storage.create()
        storage.commit(plan.into_file, signature)
        if plan.into_store or _latest(snapshot) != version(plan.outcome.result):
            store.commit_sync(
                plan.into_store,
                signature,
                seen=snapshot.revision,
                file=Path(file).name,
                hash_=version(plan.outcome.result),
            )
    if as_json:
        print_json(_as_dict(plan, written=is_due and changes_any))
    else:
        _say_end(plan, storage, store, dry_run=dry_run)
    if is_open:
        sys.exit(FINDINGS)


def _latest(snapshot: Snapshot) -> str:
    """What the file held at the last sync, if the store has not moved on since."""
    is_newest = snapshot.syncs and snapshot.syncs[0].revision == snapshot.revision
    return snapshot.syncs[0].hash if is_newest else ""


def _file(file: str) -> FileStorage:
    path = Path(file)
    if for_path(path).name not in _WHOLE:
        raise FormatError(
            f"{for_path(path).name} does not hold every column; sync a .tsv, .csv, .json or "
            ".xlsx file",
            path=file,
        )
    return FileStorage(path)


def _plan(snapshot: Snapshot, held: Glossary, prefer: Side | None, *, is_new: bool) -> _Plan:
    syncs, base, theirs = snapshot.syncs, snapshot.base, snapshot.glossary
    since = syncs[0].revision if syncs else None
    stale = None
    if is_new:
        # A file that is missing says nothing; it is no wish to remove everything.
        outcome = three_way(Glossary("", ()), held, theirs)
        return _Plan(outcome, between(held, outcome.result), (), since, stale)
    hash_ = version(held)
    if syncs and hash_ not in (syncs[0].hash, version(theirs)):
        stale = next((item.revision for item in syncs if item.hash == hash_), None)
    if stale is not None and prefer is Side.THEIRS:
        # An old copy: it has no change of its own.
        base = held
    outcome = three_way(base, held, theirs, prefer=prefer)
    at_odds = {conflict.id for conflict in outcome.conflicts}
    into_file, into_store = (
        tuple(change for change in between(side, outcome.result) if change.id not in at_odds)
        for side in (held, theirs)
    )
    return _Plan(outcome, into_file, into_store, since, None if prefer else stale)


def _print(plan: _Plan, storage: FileStorage, store: StoredGlossary) -> None:
    for conflict in plan.outcome.conflicts[: display.SHOWN_CHANGES]:
        _print_conflict(conflict, str(storage), str(store))
    for place, changes in ((storage, plan.into_file), (store, plan.into_store)):
        if changes:
            display.say(f"into {place}:", style="bold")
            print_plan(changes)


def _print_conflict(conflict: Conflict, ours: str, theirs: str) -> None:
    entry = conflict.theirs or conflict.ours
    if entry is None:
        return
    display.say(f"! {conflict.id}: {display.one_line(entry)}", style="red")
    sides = ((conflict.ours, f"<<<<<<< {ours}"), (conflict.theirs, f">>>>>>> {theirs}"))
    (mine, begin), (other, end) = sides
    display.say(f"    {begin}")
    _print_side(conflict, mine)
    display.say("    =======")
    _print_side(conflict, other)
    display.say(f"    {end}")


def _print_side(conflict: Conflict, entry: Entry | None) -> None:
    if entry is None:
        display.say("    (removed)")
        return
    columns = conflict.columns or _changed(conflict, entry)
    said = values(entry)
    for column in columns:
        display.say(f"    {column}: {format_cell(column, said[column])}")


def _changed(conflict: Conflict, entry: Entry) -> tuple[str, ...]:
    """What a side changed, where it is not a column that is at odds."""
    if conflict.base is None:
        return ("source", "target")
    changed = entry_columns(EntryChange(conflict.base, entry))
    return tuple(item.column for item in changed) or ("source", "target")


def _say_end(plan: _Plan, storage: FileStorage, store: StoredGlossary, *, dry_run: bool) -> None:
    pair = f"{storage} and {store}"
    if plan.stale is not None:
        display.say(
            f"{storage} is as it was at revision {plan.stale}, and was synced at {plan.since} "
            "since: update an old copy (--theirs does), or say that going back is meant (--ours); "
            "nothing written",
            stderr=True,
        )
    elif plan.outcome.conflicts:
        count = len(plan.outcome.conflicts)
        display.say(
            f"{pair}: {count} conflict{'' if count == 1 else 's'}, nothing written; change one "
            "side, or decide with --ours (the file) or --theirs (the store)",
            stderr=True,
        )
    elif not (plan.into_file or plan.into_store):
        display.say(f"{pair} are in sync", stderr=True)
    else:
        end = " (dry run: nothing written)" if dry_run else ""
        listed = ((storage, plan.into_file), (store, plan.into_store))
        said = "; ".join(f"{place}: {counts(made)}" for place, made in listed if made)
        display.say(f"{said}{end}", stderr=True)


def _as_dict(plan: _Plan, *, written: bool) -> dict[str, object]:
    return {
        "written": written,
        "since": plan.since,
        "old_copy_of": plan.stale,
        "into_file": [change_dict(change) for change in plan.into_file],
        "into_store": [change_dict(change) for change in plan.into_store],
        "conflicts": [
            {
                "id": conflict.id,
                "columns": conflict.columns,
                "base": to_dict(conflict.base) if conflict.base else None,
                "ours": to_dict(conflict.ours) if conflict.ours else None,
                "theirs": to_dict(conflict.theirs) if conflict.theirs else None,
            }
            for conflict in plan.outcome.conflicts
        ],
    }
