"""Commands that change one entry: `add`, `edit`, `remove`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from glossary import display, edit
from glossary.changes import EntryChange, Signature
from glossary.commands.options import (
    Clock,
    advise,
    file_option,
    json_option,
    open_for_change,
    print_json,
    sign,
    signature_options,
    stamped,
)
from glossary.errors import EntryError
from glossary.formats.columns import COLUMNS, build_entry, format_cell, values
from glossary.formats.json import to_dict
from glossary.model import CaseRule, EntryStatus, EntryType

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.model import Entry
    from glossary.storage import Storage

_LISTS = {
    "variants": ("--variant", "Another Japanese spelling; repeat it."),
    "admitted": ("--admitted", "A rendering that is right too; repeat it."),
    "deprecated": ("--deprecated", "A rendering to move away from; repeat it."),
    "forbidden": ("--forbidden", "A rendering that must not appear; repeat it."),
}
_TEXTS = {
    "adjective": "Attributive form of a place: Belarusian.",
    "first_mention": "What is said the first time: Full Name (FN).",
    "domain": "Subject field.",
    "note": "Anything worth knowing.",
    "provenance": "Where the rendering comes from.",
    "id": "The id; derived from type and source unless given.",
}
_WOULD = {"added": "would add", "changed": "would change", "removed": "would remove"}
_FORM_LINE = re.compile(r"([a-z_]+)[ \t]*:[ \t]*(.*)")
_FORM_HEAD = """\
# Change what stands behind the colons, save and close. Lists are separated by |.
# Leave everything as it is to change nothing.
"""


def _entry_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each column."""
    for column, help_ in reversed(_TEXTS.items()):
        name = "--" + column.replace("_", "-")
        command = click.option(name, column, default="", help=help_)(command)
    for column, (name, help_) in reversed(_LISTS.items()):
        command = click.option(name, column, multiple=True, metavar="TEXT", help=help_)(command)
    enums = {"case": CaseRule, "status": EntryStatus, "type": EntryType}
    for column, enum in enums.items():
        choice = click.Choice([item.value for item in enum])
        command = click.option(f"--{column}", column, type=choice)(command)
    return command


@click.command("add")
@click.argument("source")
@click.argument("target", nargs=-1, required=False, metavar="[TARGET]")
@file_option
@_entry_options
@click.option("--priority", type=int, default=0, help="Breaks ties; higher wins.")
@click.option("--dnt", is_flag=True, help="Do not translate: the source stands in the English.")
@click.option("--no-inflect", is_flag=True, help="No plural, no possessive.")
@click.option("--beside", is_flag=True, help="Add a second meaning of a source that is there.")
@click.option("--new", is_flag=True, help="Start the glossary if there is none.")
@signature_options
@json_option
@click.pass_obj
def add_command(
    clock: Clock,
    /,
    source: str,
    target: tuple[str, ...],
    where: str | None,
    beside: bool,
    new: bool,
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    no_inflect: bool,
    **said: object,
) -> None:
    """Add an entry: SOURCE is rendered as TARGET.

    \b
    Examples:
      glossary add ミンスク Minsk --type place --variant 明斯克 --glossary house.tsv
      glossary add 集団安全保障条約機構 CSTO --type organisation --glossary house.tsv \\
          --first-mention 'Collective Security Treaty Organization (CSTO)'
      glossary add ベルタ BelTA --type organisation --glossary new.tsv --new --dry-run
    """
    if len(target) > 1:
        raise click.UsageError(
            f"several targets given ({', '.join(target)}); quote one of several words, and give "
            "others with --admitted"
        )
    storage = open_for_change(where, new=new)
    signature = sign(storage, clock, author, reason)
    told = {name: value for name, value in said.items() if value not in (None, "")}
    entry = build_entry({"source": source, "target": target, "inflect": not no_inflect, **told})  # type: ignore[dict-item]
    entry = edit.consistent(stamped(entry, storage, signature))
    if storage.exists():
        edit.add(storage.spelling(entry.source, entry.id), entry, beside=beside)
    change = EntryChange(None, entry)
    _finish(storage, change, signature, dry_run=dry_run, as_json=as_json)


@click.command("edit")
@click.argument("id_", metavar="ID|SOURCE")
@file_option
@click.option(
    "--set", "cells", multiple=True, metavar="COLUMN=VALUE", help="Set a column; repeat it."
)
@signature_options
@json_option
@click.pass_obj
def edit_command(
    clock: Clock,
    /,
    id_: str,
    where: str | None,
    cells: tuple[str, ...],
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Change an entry, by --set or in your editor.

    Without --set, $EDITOR opens on the entry. Lists are separated by `|`; an empty value clears a
    column.

    \b
    Examples:
      glossary edit ミンスク --set target=Mensk --set 'admitted=Minsk|Miensk' -g house.tsv
      glossary edit place-0a1b2c3d4e5f --set status=retired --reason 'renamed' -g house.tsv
      glossary edit place-0a1b2c3d4e5f -g house.tsv
    """
    storage = open_for_change(where)
    signature = sign(storage, clock, author, reason)
    before = _one(storage, id_)
    after = edit.with_cells(before, _parse_cells(cells)) if cells else _edit_in_editor(before)
    changes = edit.changes(before, after)
    if not changes:
        display.say("nothing changed", stderr=True)
        return
    after = edit.consistent(stamped(after, storage, signature))
    change = EntryChange(before, after)
    _finish(storage, change, signature, dry_run=dry_run, as_json=as_json)
    if not as_json:
        display.print_changes(edit.changes(before, after))


@click.command("remove")
@click.argument("id_", metavar="ID|SOURCE")
@file_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@signature_options
@json_option
@click.pass_obj
def remove_command(
    clock: Clock,
    /,
    id_: str,
    where: str | None,
    yes: bool,
    author: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Remove an entry. To keep it on record instead: `glossary edit ID --set status=retired`.

    \b
    Examples:
      glossary remove place-0a1b2c3d4e5f --glossary house.tsv
      glossary remove place-0a1b2c3d4e5f --glossary house.tsv --yes
    """
    storage = open_for_change(where)
    entry = _one(storage, id_)
    if not yes and not dry_run:
        if not sys.stdin.isatty():
            raise click.UsageError("removing asks first, and there is no terminal; give --yes")
        click.confirm(f"Remove {display.one_line(entry)}?", abort=True)
    signature = sign(storage, clock, author, reason)
    _finish(storage, EntryChange(entry, None), signature, dry_run=dry_run, as_json=as_json)


def _one(storage: Storage, term: str) -> Entry:
    entries = storage.named(term)
    if len(entries) > 1:
        choices = ", ".join(f"{entry.id} ({entry.preferred})" for entry in entries)
        raise click.UsageError(f"{term} stands in several entries; give an id: {choices}")
    return entries[0]


def _finish(
    storage: Storage,
    change: EntryChange,
    signature: Signature,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the change unless it is a dry run, and say what was done."""
    entry = change.after or change.before
    assert entry  # noqa: S101 - a change has two sides, of which one is there
    say_findings = advise(storage, change)
    if not dry_run:
        storage.create()
        storage.commit([change], signature)
    if as_json:
        print_json({"done": change.verb, "written": not dry_run, "entry": to_dict(entry)})
    else:
        said = _WOULD[change.verb] if dry_run else change.verb
        display.say(f"{said} {entry.id}: {display.one_line(entry)} in {storage}")
    say_findings()


def _parse_cells(cells: tuple[str, ...]) -> dict[str, str]:
    parsed: dict[str, str] = {}
    for cell in cells:
        column, equals, value = cell.partition("=")
        if not equals:
            raise click.UsageError(f"--set {cell!r} is not COLUMN=VALUE")
        parsed[column.strip().replace("-", "_")] = value
    return parsed


def _edit_in_editor(entry: Entry) -> Entry:
    """The entry as the person leaves it; asked again where it cannot be read."""
    form = _FORM_HEAD + "".join(
        f"{column}: {format_cell(column, value)}\n"
        for column, value in values(entry).items()
        if column not in ("id", "author", "modified")
    )
    while True:
        edited = click.edit(form, extension=".txt")
        if edited is None:
            return entry
        try:
            return edit.with_cells(entry, _parse_form(edited))
        except EntryError as error:
            display.say(f"glossary: {error}", stderr=True)
            click.confirm("Edit again?", default=True, abort=True)
            form = edited


def _parse_form(text: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _FORM_LINE.fullmatch(line.strip())
        if not found or found[1] not in COLUMNS:
            raise EntryError(f"line {number}: {line.strip()!r} is not `column: value`")
        cells[found[1]] = found[2]
    return cells
