"""Options that several commands share, and the glossary that they name."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

from glossary import display, edit, exchange, store
from glossary.changes import EntryChange, Signature, applied
from glossary.check import check
from glossary.errors import GlossaryError, UnknownEntryError
from glossary.locations import store_location
from glossary.model import Entry, Glossary
from glossary.storage import Storage, open_storage

_Command = TypeVar("_Command", bound=Callable[..., Any])

FINDINGS, USAGE, BAD_DATA = 1, 2, 3
STDIN = "-"
_CHECKED_AFTER_CHANGE = 20_000
"""Entries up to which a change is followed by a check, which then takes no time to speak of."""


Clock: TypeAlias = Callable[[], dt.datetime]
"""Gives the present moment, with its time zone."""


def glossary_option(command: _Command) -> _Command:
    """Add `--glossary`, which names one glossary."""
    return click.option(
        "-g",
        "--glossary",
        "where",
        metavar="NAME|FILE|STORE",
        envvar="GLOSSARY_FILE",
        help="A bundled glossary by name, a file, or a store. Default: the bundled one. "
        "[GLOSSARY_FILE]",
    )(command)


def file_option(command: _Command) -> _Command:
    """Add `--glossary` for commands that write, and so want a file or a store."""
    return click.option(
        "-g",
        "--glossary",
        "where",
        metavar="FILE|STORE",
        envvar="GLOSSARY_FILE",
        help="The glossary to change: a file, or a store. [GLOSSARY_FILE]",
    )(command)


def json_option(command: _Command) -> _Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")(
        command
    )


def signature_options(command: _Command) -> _Command:
    """Add what says who changed something, and why."""
    options = [
        click.option(
            "--author", envvar="GLOSSARY_AUTHOR", default="", help="Who says so. [GLOSSARY_AUTHOR]"
        ),
        click.option(
            "--reason",
            default="",
            help="Why. A store keeps it with the revision; in a file it is added to the note.",
        ),
        click.option("--dry-run", is_flag=True, help="Show the change, write nothing."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def open_glossary(where: str | None) -> Storage:
    """The glossary that `--glossary` names, for reading; nothing is read yet.

    Raises `UnknownEntryError`.
    """
    if where is None:
        return open_storage(_default())
    if store_location(where):
        return open_storage(where)
    return open_storage(store.resolve(where))


def open_for_change(where: str | None, *, new: bool = False) -> Storage:
    """The glossary that `--glossary` names, for writing; with `new` it may not exist yet.

    Raises `UsageError` for a bundled glossary named by its name: those are read-only.
    """
    if where is None or (where in store.bundled() and not Path(where).is_file()):
        name = where or _default().stem
        raise click.UsageError(
            f"the bundled glossary {name!r} is read-only; copy it with "
            f"`glossary export --glossary {name} > my.tsv` and give `--glossary my.tsv`"
        )
    storage = open_storage(where)
    if storage.exists():
        return storage
    if not new:
        if not storage.keeps_history:
            raise UnknownEntryError(f"there is no glossary file {storage}; --new starts one")
        storage.stamp()  # says what is missing
    storage.check_place()
    return storage


def current(storage: Storage) -> Glossary:
    """What the storage holds; nothing where there is none yet."""
    return storage.read() if storage.exists() else Glossary(storage.name, ())


def sign(storage: Storage, clock: Clock, author: str, reason: str) -> Signature:
    """Who changes something, when and why; a store wants a name, so that of the login will do."""
    if not author and storage.keeps_history:
        author = _login()
    return Signature(clock(), author, reason)


def stamped(entry: Entry, storage: Storage, signature: Signature) -> Entry:
    """The entry with who changed it and when; and, in a file, which has no history, why."""
    return edit.stamped(
        entry,
        author=signature.author,
        date=signature.at.date().isoformat(),
        reason="" if storage.keeps_history else signature.reason,
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def bring(where: str, format_name: str | None) -> exchange.Brought:
    """The glossary in a file, a store or, for `-`, on standard input, and what was left out of it.

    The format of a file is found out unless given. Standard input is taken for the house format
    unless its content says otherwise.
    """
    if where == STDIN:
        data = sys.stdin.buffer.read()
        return exchange.read_bytes(data, name="stdin", path="stdin", format_name=format_name)
    if not format_name and store_location(where):
        return exchange.Brought(open_storage(where).read(), "store", ())
    return exchange.read_file(Path(where), format_name)


def say_left_out(where: str, brought: exchange.Brought) -> None:
    """Say on standard error what a file holds and a glossary cannot."""
    if brought.left_out:
        left = ", ".join(brought.left_out)
        display.say(f"{where} ({brought.kind}): left out {left}", stderr=True)


def say_losses(kind: str, lost: Sequence[str], warnings: Sequence[str]) -> None:
    """Say on standard error what a format cannot hold of a glossary, and what to mind."""
    if lost:
        display.say(f"{kind} leaves out: {', '.join(lost)}", stderr=True)
    for warning in warnings:
        display.say(f"warning: {warning}", stderr=True, style=display.STYLES["warning"])


def put_out(data: bytes, target: str) -> None:
    """Write a file whole or not at all; `-` is standard output, its bytes untouched."""
    if target == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        store.write_bytes(data, Path(target).resolve())


def read_stdin() -> str:
    """Standard input, which must be UTF-8 whatever the locale; raises `FormatError`."""
    return store.decode(sys.stdin.buffer.read(), "stdin")


def print_json(value: object) -> None:
    """Print a value as JSON, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def advise(storage: Storage, change: EntryChange) -> Callable[[], None]:
    """Look at what a change will make of a glossary; the result says what the checks think of it.

    Called before the change is written, and what it gives after: a file is read once.
    """
    if not storage.exists():
        glossary = Glossary(storage.name, ())
    elif storage.size() > _CHECKED_AFTER_CHANGE:
        return lambda: None
    else:
        glossary = storage.read()
    changed = applied(glossary, [change])
    return lambda: _say_findings(changed, change.id)


def _say_findings(glossary: Glossary, id_: str) -> None:
    for finding in check(glossary):
        if id_ in finding.entries:
            line = f"{finding.severity}: {finding.message} [{finding.rule}]"
            display.say(line, stderr=True, style=display.STYLES[finding.severity])


def _default() -> Path:
    bundled = store.bundled()
    if not bundled:
        raise GlossaryError("this installation bundles no glossary; name a file with --glossary")
    return next(iter(bundled.values()))
