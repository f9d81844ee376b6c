"""The command `convert`: a glossary of one format as one of another, from or into a store too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from glossary import exchange
from glossary.changes import between
from glossary.commands.options import (
    FINDINGS,
    STDIN,
    Clock,
    bring,
    current,
    json_option,
    print_json,
    put_out,
    say_left_out,
    say_losses,
    sign,
)
from glossary.display import say
from glossary.formats import FORMATS
from glossary.locations import store_location
from glossary.storage import open_storage

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.model import Glossary
    from glossary.storage import Storage

FORMAT_NAMES = click.Choice([item.name for item in FORMATS])


class _Target(NamedTuple):
    """What is written to: what it is, what it leaves out and what to mind, and how to write."""

    kind: str
    lost: tuple[str, ...]
    warnings: tuple[str, ...]
    write: Callable[[], None]


@click.command("convert")
@click.argument("source", metavar="IN|-")
@click.argument("target", metavar="OUT|-")
@click.option("--from", "from_name", type=FORMAT_NAMES, help="Format of IN; found out unless said.")
@click.option(
    "--to", "to_name", type=FORMAT_NAMES, help="Format of OUT; by its suffix unless said."
)
@click.option("--bom", is_flag=True, help="Begin a text with a byte-order mark, which Excel needs.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option("--strict", is_flag=True, help="Write nothing where something would be left out.")
@json_option
@click.pass_obj
def convert_command(
    clock: Clock,
    /,
    source: str,
    target: str,
    from_name: str | None,
    to_name: str | None,
    bom: bool,
    force: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Write a glossary file, or what a store holds, in another format or into a store.

    What IN holds and a glossary does not, and what OUT cannot hold, is said on standard error.
    A store is written over as one revision, which can be undone. Exits with 1 when --strict stopped
    it.

    \b
    Examples:
      glossary convert colleague.xlsx house.tsv
      glossary convert house.tsv house.tbx
      glossary convert termbase.xml - --to csv | head
      glossary convert house.tsv upload.csv --to google-csv
      glossary convert house.db house.xlsx
    """
    if as_json and target == STDIN:
        raise click.UsageError("--json and OUT on standard output exclude each other")
    if source == target != STDIN:
        raise click.UsageError("IN and OUT are the same file; name another OUT")
    storage = open_storage(target) if not to_name and store_location(target) else None
    is_there = storage.exists() if storage else target != STDIN and Path(target).exists()
    if is_there and not force:
        raise click.UsageError(f"{storage or target} is already there; --force writes over it")
    if not storage:
        exchange.target_format(target, to_name)  # says what is wrong before IN is read
    brought = bring(source, from_name)
    if storage:
        out = _into_store(storage, brought.glossary, clock, source)
    else:
        out = _into_file(target, brought.glossary, to_name, bom=bom)
    is_written = not (strict and (out.lost or brought.left_out))
    if is_written:
        out.write()
    if as_json:
        said = {"lost": out.lost, "warnings": out.warnings, "written": is_written}
        print_json(_report(source, target, brought, out.kind) | said)
    else:
        say_left_out(source, brought)
        say_losses(out.kind, out.lost, out.warnings)
        _say_done(source, str(storage or target), brought, out.kind, written=is_written)
    if not is_written:
        sys.exit(FINDINGS)


def _into_file(target: str, glossary: Glossary, to_name: str | None, *, bom: bool) -> _Target:
    chosen = exchange.target_format(target, to_name)

    def write() -> None:
        data = chosen.write_bytes(glossary)
        put_out(chosen.marked(data) if bom else data, target)

    return _Target(chosen.name, chosen.lost(glossary), chosen.warnings(glossary), write)


def _into_store(storage: Storage, glossary: Glossary, clock: Clock, source: str) -> _Target:
    def write() -> None:
        signature = sign(storage, clock, "", f"converted from {Path(source).name}")
        old = current(storage)
        storage.create()
        storage.commit(between(old, glossary), signature)

    return _Target("store", (), (), write)


def _say_done(
    source: str, target: str, brought: exchange.Brought, to_name: str, *, written: bool
) -> None:
    count = len(brought.glossary)
    entries = f"{count:,} {'entry' if count == 1 else 'entries'}"
    end = "" if written else " (--strict: nothing written)"
    line = f"{source} ({brought.kind}) → {target} ({to_name}): {entries}{end}"
    say(line, stderr=True)


def _report(source: str, target: str, brought: exchange.Brought, to_name: str) -> dict[str, object]:
    return {
        "from": {"file": source, "format": brought.kind},
        "to": {"file": target, "format": to_name},
        "entries": len(brought.glossary),
        "left_out": brought.left_out,
    }
