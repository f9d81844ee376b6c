"""Options that several commands share, and the glossary that they name."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from glossary import display, exchange, store
from glossary.check import check
from glossary.errors import GlossaryError, UnknownEntryError
from glossary.formats import for_path
from glossary.model import Entry, Glossary

_Command = TypeVar("_Command", bound=Callable[..., Any])

FINDINGS, USAGE, BAD_DATA = 1, 2, 3
STDIN = "-"
_CHECKED_AFTER_CHANGE = 20_000
"""Entries up to which a change is followed by a check, which then takes no time to speak of."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A glossary, and the file it came from; a new file does not exist yet."""

    glossary: Glossary
    path: Path

    @property
    def text(self) -> str:
        """The text of the file, or nothing for a new one."""
        return store.read_text(self.path) if self.path.exists() else ""


def glossary_option(command: _Command) -> _Command:
    """Add `--glossary`, which names one glossary."""
    return click.option(
        "-g",
        "--glossary",
        "where",
        metavar="NAME|FILE",
        envvar="GLOSSARY_FILE",
        help="A bundled glossary by name, or a file. Default: the bundled one. [GLOSSARY_FILE]",
    )(command)


def file_option(command: _Command) -> _Command:
    """Add `--glossary` for commands that write, and so want a file."""
    return click.option(
        "-g",
        "--glossary",
        "where",
        metavar="FILE",
        envvar="GLOSSARY_FILE",
        help="The glossary file to change. [GLOSSARY_FILE]",
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
        click.option("--reason", default="", help="Why; added to the note with the date."),
        click.option("--dry-run", is_flag=True, help="Show the change, write nothing."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def open_glossary(where: str | None) -> Opened:
    """The glossary that `--glossary` names, for reading.

    Raises `UnknownEntryError`, or `FormatError` where the file is not a glossary.
    """
    path = store.resolve(where) if where else _default()
    return Opened(store.load(path), path)


def open_for_change(where: str | None, *, new: bool = False) -> Opened:
    """The glossary file that `--glossary` names, for writing; with `new` it may not exist yet.

    Raises `UsageError` for a bundled glossary named by its name: those are read-only.
    """
    if where is None or (where in store.bundled() and not Path(where).is_file()):
        name = where or _default().stem
        raise click.UsageError(
            f"the bundled glossary {name!r} is read-only; copy it with "
            f"`glossary export --glossary {name} > my.tsv` and give `--glossary my.tsv`"
        )
    path = Path(where)
    if not path.exists():
        if not new:
            raise UnknownEntryError(f"there is no glossary file {path}; --new starts one")
        for_path(path)
        return Opened(Glossary(path.stem, ()), path)
    return Opened(store.load(path), path)


def read_input(file: str, format_name: str | None) -> Glossary:
    """The glossary in a file or, for `-`, on standard input; its format is found out unless given.

    Standard input is taken for the house format unless its content says otherwise.
    """
    return bring(file, format_name).glossary


def bring(file: str, format_name: str | None) -> exchange.Brought:
    """The same, with the format and what was left out of the file."""
    if file == STDIN:
        data = sys.stdin.buffer.read()
        return exchange.read_bytes(data, name="stdin", path="stdin", format_name=format_name)
    return exchange.read_file(Path(file), format_name)


def read_stdin() -> str:
    """Standard input, which must be UTF-8 whatever the locale; raises `FormatError`."""
    return store.decode(sys.stdin.buffer.read(), "stdin")


def print_json(value: object) -> None:
    """Print a value as JSON, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def advise(glossary: Glossary, entry: Entry) -> None:
    """Say on standard error what the checks think of an entry that has just changed."""
    if len(glossary) > _CHECKED_AFTER_CHANGE:
        return
    for finding in check(glossary):
        if entry.id in finding.entries:
            line = f"{finding.severity}: {finding.message} [{finding.rule}]"
            display.say(line, stderr=True, style=display.STYLES[finding.severity])


def _default() -> Path:
    bundled = store.bundled()
    if not bundled:
        raise GlossaryError("this installation bundles no glossary; name a file with --glossary")
    return next(iter(bundled.values()))
