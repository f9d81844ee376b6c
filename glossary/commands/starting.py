"""`glossary init`: a store made, or brought to the newest version; a file begun."""

from __future__ import annotations

import click

from glossary import changes as entry_changes
from glossary import display
from glossary.commands.options import (
    Clock,
    bring,
    say_left_out,
    sign,
    signature_options,
)
from glossary.commands.plans import stored_in
from glossary.errors import ConflictError, UnknownEntryError
from glossary.formats import FORMATS
from glossary.locations import store_location
from glossary.model import Glossary
from glossary.pause import without_collector
from glossary.storage import Storage, open_storage


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
