"""The command line of glossaries: the group, and how errors leave it."""

from __future__ import annotations

import datetime as dt
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from glossary import display, edit
from glossary.commands.changing import add_command, edit_command, remove_command
from glossary.commands.checking import check_command
from glossary.commands.convert import convert_command
from glossary.commands.exchange import export_command, import_command
from glossary.commands.history import diff_command, history_command
from glossary.commands.options import BAD_DATA, FINDINGS, USAGE
from glossary.commands.reading import (
    list_command,
    lookup_command,
    search_command,
    show_command,
    stats_command,
)
from glossary.commands.starting import init_command
from glossary.commands.sync import sync_command
from glossary.commands.undoing import restore_command, undo_command
from glossary.errors import ConflictError, FormatError, GlossaryError, StaleError, StoreError


class _Group(click.Group):
    """Turns errors that users can mend into one line; anything else is a bug, with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GlossaryError as error:
            click.echo(f"glossary: {error}", err=True)
            if isinstance(error, StaleError):
                _print_versions(error)
            sys.exit(_exit_code(error))


def _print_versions(error: StaleError) -> None:
    """Both versions of an entry, each by what it makes of the one that was seen."""
    for who, entry in (("as it is now", error.current), ("your change", error.wanted)):
        display.say(f"  {who}:{'' if entry else ' removed'}", stderr=True)
        if entry and error.seen:
            changes = edit.changes(error.seen, entry)
            display.print_changes(changes, indent="    ", stderr=True)
        elif entry:
            display.say(f"    {display.one_line(entry)}", stderr=True)


def _exit_code(error: GlossaryError) -> int:
    if isinstance(error, ConflictError):
        return FINDINGS
    if isinstance(error, StoreError):
        return BAD_DATA
    # A format error without a line is about the choice of a format, not about data.
    return BAD_DATA if isinstance(error, FormatError) and error.line else USAGE


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _version() -> str:
    try:
        return version("mtservice")
    except PackageNotFoundError:
        return "from a source tree"


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), message="glossary %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Keep a Japanese–English glossary: look up, check, change, exchange.

    A glossary is a TSV file with a header (`source` and `target` at least), or CSV, JSON or a
    workbook with the same columns; or it is kept in a store, with its history: a .db file, or
    postgresql://…. `convert` and `import` take TBX, UTX, TMX, XLIFF and more. Commands that read
    work on the bundled glossary unless --glossary names another; commands that write want a file or
    a store.

    \b
    Examples:
      glossary lookup 'ルカシェンコ大統領はミンスクで演説した。'
      glossary export > house.tsv
      glossary add フロドナ Hrodna --type place --glossary house.tsv
      glossary check house.tsv
      glossary init house.db --from house.tsv
      glossary convert colleague.xlsx house.tsv

    Exit codes: 0 ok, 1 findings, 2 usage, 3 bad data.
    """
    # The time that changes are marked with; tests hand in a clock of their own.
    ctx.obj = ctx.obj or _now


for command in (
    init_command,
    check_command,
    lookup_command,
    search_command,
    show_command,
    list_command,
    stats_command,
    add_command,
    edit_command,
    remove_command,
    import_command,
    export_command,
    history_command,
    diff_command,
    undo_command,
    restore_command,
    convert_command,
    sync_command,
):
    main.add_command(command)
