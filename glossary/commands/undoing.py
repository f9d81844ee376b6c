"""Commands that go back in the history of a store: `undo`, `restore`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from glossary import display
from glossary.commands.history import ids_of
from glossary.commands.options import (
    Clock,
    file_option,
    json_option,
    open_glossary,
    print_json,
    sign,
    signature_options,
)
from glossary.commands.plans import change_dict, counts, print_plan, stored_in

if TYPE_CHECKING:
    from glossary.changes import Signature
    from glossary.database.plans import Plan
    from glossary.database.stored import StoredGlossary


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
    ids = [id_ for term in terms for id_ in ids_of(store, term)]
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
