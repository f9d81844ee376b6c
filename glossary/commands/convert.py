"""The command `convert`: a glossary file of one format as a file of another."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from glossary import display, exchange
from glossary.commands.options import FINDINGS, STDIN, bring, json_option, print_json
from glossary.formats import FORMATS

FORMAT_NAMES = click.Choice([item.name for item in FORMATS])


@click.command("convert")
@click.argument("source", metavar="IN|-")
@click.argument("target", metavar="OUT|-")
@click.option("--from", "from_name", type=FORMAT_NAMES, help="Format of IN; found out unless said.")
@click.option(
    "--to", "to_name", type=FORMAT_NAMES, help="Format of OUT; by its suffix unless said."
)
@click.option("--bom", is_flag=True, help="Begin a text with a byte-order mark, which Excel needs.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--strict", is_flag=True, help="Write nothing where something would be left out.")
@json_option
def convert_command(
    source: str,
    target: str,
    from_name: str | None,
    to_name: str | None,
    bom: bool,
    force: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Write a glossary file in another format.

    What IN holds and a glossary does not, and what OUT cannot hold, is said on standard error.
    Exits with 1 when --strict stopped it.

    \b
    Examples:
      glossary convert colleague.xlsx house.tsv
      glossary convert house.tsv house.tbx
      glossary convert termbase.xml - --to csv | head
      glossary convert house.tsv upload.csv --to google-csv
    """
    if as_json and target == STDIN:
        raise click.UsageError("--json and OUT on standard output exclude each other")
    if source == target != STDIN:
        raise click.UsageError("IN and OUT are the same file; name another OUT")
    if target != STDIN and Path(target).exists() and not force:
        raise click.UsageError(f"{target} is already there; --force writes over it")
    chosen = exchange.target_format(target, to_name)
    brought = bring(source, from_name)
    lost = chosen.lost(brought.glossary)
    warnings = chosen.warnings(brought.glossary)
    is_written = not (strict and (lost or brought.left_out))
    if is_written:
        _write(chosen.write_bytes(brought.glossary), target, with_mark=bom and chosen.is_text)
    if as_json:
        report = _report(source, target, brought, chosen.name)
        print_json({**report, "lost": lost, "warnings": warnings, "written": is_written})
    else:
        _say_losses(source, brought, chosen.name, lost)
        for warning in warnings:
            display.say(f"warning: {warning}", stderr=True, style=display.STYLES["warning"])
        _say_done(source, target, brought, chosen.name, written=is_written)
    if not is_written:
        sys.exit(FINDINGS)


def _write(data: bytes, target: str, *, with_mark: bool) -> None:
    mark = b"\xef\xbb\xbf"
    if with_mark:
        data = mark + data.removeprefix(mark)
    if target == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        exchange.write_file(data, Path(target))


def _say_losses(
    source: str, brought: exchange.Brought, to_name: str, lost: tuple[str, ...]
) -> None:
    if brought.left_out:
        left = ", ".join(brought.left_out)
        display.say(f"{source} ({brought.format.name}): left out {left}", stderr=True)
    if lost:
        display.say(f"{to_name} leaves out: {', '.join(lost)}", stderr=True)


def _say_done(
    source: str, target: str, brought: exchange.Brought, to_name: str, *, written: bool
) -> None:
    count = len(brought.glossary)
    entries = f"{count:,} {'entry' if count == 1 else 'entries'}"
    end = "" if written else " (--strict: nothing written)"
    line = f"{source} ({brought.format.name}) → {target} ({to_name}): {entries}{end}"
    display.say(line, stderr=True)


def _report(source: str, target: str, brought: exchange.Brought, to_name: str) -> dict[str, object]:
    return {
        "from": {"file": source, "format": brought.format.name},
        "to": {"file": target, "format": to_name},
        "entries": len(brought.glossary),
        "left_out": brought.left_out,
    }
