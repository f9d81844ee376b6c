"""Commands that bring entries in and out: `import`, `export`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from glossary import display, edit, exchange
from glossary.changes import between
from glossary.commands.options import (
    FINDINGS,
    STDIN,
    Clock,
    bring,
    current,
    glossary_option,
    json_option,
    open_for_change,
    open_glossary,
    print_json,
    put_out,
    say_left_out,
    say_losses,
    sign,
    signature_options,
    stamped,
)
from glossary.formats import FORMATS
from glossary.formats.json import to_dict
from glossary.merge import Change, ChangeKind, Merge, OnConflict, merge
from glossary.pause import without_collector

if TYPE_CHECKING:
    from glossary.storage import Storage

_FORMAT_NAMES = click.Choice([item.name for item in FORMATS])
_MARKS = {
    ChangeKind.ADDED: ("+", "green"),
    ChangeKind.CHANGED: ("~", "yellow"),
    ChangeKind.CONFLICT: ("!", "red"),
}


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--into",
    required=True,
    metavar="FILE|STORE",
    help="The glossary, a file or a store; started if missing.",
)
@click.option("--from", "format_name", type=_FORMAT_NAMES, help="Format; found out unless said.")
@click.option(
    "--on-conflict",
    type=click.Choice([item.value for item in OnConflict]),
    default=OnConflict.KEEP.value,
    show_default=True,
    help="Where both render a source: keep the old, replace it, or have both.",
)
@click.option("--yes", is_flag=True, help="Do not ask, on a terminal.")
@signature_options
@json_option
@click.pass_obj
@without_collector()
def import_command(
    clock: Clock,
    /,
    file: str,
    into: str,
    format_name: str | None,
    on_conflict: str,
    yes: bool,
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring the entries of a file, or of another store, into a glossary.

    Shows what changes. What an incoming entry leaves unsaid stays as it is. On a terminal you are
    asked before anything is written. Exits with 1 when conflicts were left as they are.

    \b
    Examples:
      glossary import new-names.csv --into house.tsv --dry-run
      glossary import new-names.csv --into house.tsv --author anna --reason 'list of March'
      glossary import deepl.tsv --from deepl-tsv --into house.tsv --on-conflict replace
    """
    brought = bring(file, format_name)
    say_left_out(file, brought)
    storage = open_for_change(into, new=True)
    signature = sign(storage, clock, author, reason)
    stamp = partial(stamped, storage=storage, signature=signature)
    old = current(storage)
    plan = merge(old, brought.glossary, on_conflict=OnConflict(on_conflict), stamp=stamp)
    if as_json:
        print_json(_as_dict(plan, written=_is_due(plan) and not dry_run))
    else:
        _print_plan(plan, storage, dry_run=dry_run)
    if _is_due(plan) and not dry_run:
        if not yes and not as_json and file != STDIN and sys.stdin.isatty():
            click.confirm(f"Write {storage}?", abort=True)
        storage.create()
        storage.commit(between(old, plan.result), signature)
    if plan.count(ChangeKind.CONFLICT):
        sys.exit(FINDINGS)


def _is_due(plan: Merge) -> bool:
    return bool(plan.count(ChangeKind.ADDED) or plan.count(ChangeKind.CHANGED))


def _print_plan(plan: Merge, storage: Storage, *, dry_run: bool) -> None:
    shown = [change for change in plan.changes if change.kind is not ChangeKind.UNCHANGED]
    for change in shown[: display.SHOWN_CHANGES]:
        _print_change(change)
    if len(shown) > display.SHOWN_CHANGES:
        more = len(shown) - display.SHOWN_CHANGES
        display.say(f"… and {more} more (--json lists all)", stderr=True)
    counts = ", ".join(f"{plan.count(kind)} {kind}" for kind in ChangeKind if plan.count(kind))
    written = " (dry run: nothing written)" if dry_run else ""
    display.say(f"{storage}: {counts or 'no entries'}{written}", stderr=True)


def _print_change(change: Change) -> None:
    mark, style = _MARKS[change.kind]
    if change.kind is ChangeKind.CONFLICT and change.before:
        line = f"{display.one_line(change.before)}, not {change.after.preferred}"
        display.say(f"{mark} {change.before.id}: {line}", style=style)
        return
    display.say(f"{mark} {change.after.id}: {display.one_line(change.after)}", style=style)
    if change.before:
        display.print_changes(edit.changes(change.before, change.after), indent="    ")


def _as_dict(plan: Merge, *, written: bool) -> dict[str, object]:
    return {
        "written": written,
        "counts": {kind.value: plan.count(kind) for kind in ChangeKind},
        "changes": [
            {
                "kind": change.kind.value,
                "before": to_dict(change.before) if change.before else None,
                "after": to_dict(change.after),
            }
            for change in plan.changes
            if change.kind is not ChangeKind.UNCHANGED
        ],
    }


@click.command("export")
@glossary_option
@click.option("--format", "--to", "format_name", type=_FORMAT_NAMES, help="tsv, or by the suffix.")
@click.option("-o", "--output", metavar="FILE", help="Write here, not to standard output.")
@click.option("--bom", is_flag=True, help="Begin with a byte-order mark, which Excel needs.")
def export_command(
    where: str | None, format_name: str | None, output: str | None, bom: bool
) -> None:
    """Write a glossary in a format of your choice.

    What the format cannot hold is said on standard error.

    \b
    Examples:
      glossary export > my.tsv
      glossary export --glossary house.tsv --format csv --bom -o house.csv
      glossary export --glossary house.tsv --format deepl-tsv | head
    """
    storage = open_glossary(where)
    glossary = storage.read()
    chosen = exchange.target_format(output or STDIN, format_name)
    data = chosen.write_bytes(glossary, over=storage.layout(chosen.name))
    if bom:
        data = chosen.marked(data)
    say_losses(chosen.name, chosen.lost(glossary), chosen.warnings(glossary))
    put_out(data, output or STDIN)
    if output:
        display.say(f"{len(glossary)} entries → {output}", stderr=True)
