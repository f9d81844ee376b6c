"""`glossary check`."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.text import Text

from glossary import display
from glossary.check import RULES, check
from glossary.checks.base import INFO, SEVERITIES
from glossary.commands.options import (
    BAD_DATA,
    FINDINGS,
    STDIN,
    USAGE,
    bring,
    glossary_option,
    json_option,
    open_glossary,
    print_json,
    say_left_out,
)
from glossary.errors import FormatError
from glossary.formats import FORMATS, tsv
from glossary.formats.encoding import decode
from glossary.version import version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model import Finding, Glossary


@click.command("check")
@click.argument("file", required=False, metavar="[NAME|FILE|STORE|-]")
@glossary_option
@click.option("--from", "format_name", type=click.Choice([item.name for item in FORMATS]))
@click.option(
    "--level", type=click.Choice(SEVERITIES), default=INFO, help="The least severe kind to show."
)
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only this rule; repeat it.")
@click.option("--list-rules", is_flag=True, help="Say what the rules are, and stop.")
@json_option
def check_command(
    file: str | None,
    where: str | None,
    format_name: str | None,
    level: str,
    rules: tuple[str, ...],
    list_rules: bool,
    as_json: bool,
) -> None:
    """Say what is wrong or doubtful in a glossary.

    Exits with 1 when there is an error or a warning among what is shown, and with 3 when the file
    cannot be read; then every bad place is listed.

    \b
    Examples:
      glossary check house.tsv
      glossary check --level warning --glossary house.tsv
      glossary check house.csv --rule conflict --json
      glossary export | glossary check -
    """
    if list_rules:
        display.print_table(
            ("rule", "severity", "finds"), [(rule.name, rule.severity, rule.says) for rule in RULES]
        )
        return
    _require_known(rules)
    glossary, lines = _open(file or where, format_name)
    findings = [finding for finding in check(glossary) if _is_wanted(finding, level, rules)]
    if as_json:
        print_json(_as_dict(glossary, findings, lines))
    else:
        _print(glossary, findings, lines)
    if any(finding.severity != INFO for finding in findings):
        sys.exit(FINDINGS)


def _require_known(rules: Sequence[str]) -> None:
    known = [rule.name for rule in RULES]
    for name in rules:
        if name not in known:
            raise click.UsageError(f"there is no rule {name!r}; known: {', '.join(known)}")


def _open(where: str | None, format_name: str | None) -> tuple[Glossary, dict[str, int]]:
    try:
        if where and (where == STDIN or format_name):
            brought = bring(where, format_name)
            say_left_out(where, brought)
            return brought.glossary, {}
        storage = open_glossary(where)
        glossary, layout = storage.read(), storage.layout("tsv")
        return glossary, tsv.lines(decode(layout)) if layout else {}
    except FormatError as error:
        notes: list[str] = getattr(error, "__notes__", [])
        for line in (error, *notes):
            display.say(f"glossary: {line}", stderr=True)
        sys.exit(BAD_DATA if error.line else USAGE)


def _is_wanted(finding: Finding, level: str, rules: Sequence[str]) -> bool:
    is_severe = SEVERITIES.index(finding.severity) <= SEVERITIES.index(level)
    return is_severe and (not rules or finding.rule in rules)


def _as_dict(
    glossary: Glossary, findings: Sequence[Finding], lines: dict[str, int]
) -> dict[str, object]:
    return {
        "glossary": glossary.name,
        "version": version(glossary),
        "entries": len(glossary),
        "findings": [
            {**asdict(finding), "lines": [lines[id_] for id_ in finding.entries if id_ in lines]}
            for finding in findings
        ],
    }


def _print(glossary: Glossary, findings: Sequence[Finding], lines: dict[str, int]) -> None:
    if findings:
        display.print_table(
            ("severity", "rule", "lines" if lines else "entries", "finding"),
            [_row(finding, lines) for finding in findings],
        )
    counts = Counter(finding.severity for finding in findings)
    found = ", ".join(f"{counts[name]} {name}" for name in SEVERITIES if counts[name])
    display.say(
        f"{glossary.name}: {len(glossary)} entries, {found or 'nothing found'}", stderr=True
    )


def _row(finding: Finding, lines: dict[str, int]) -> tuple[Text, str, str, str]:
    places = [str(lines.get(id_, id_)) for id_ in finding.entries]
    severity = Text(finding.severity, display.STYLES[finding.severity])
    return severity, finding.rule, ", ".join(places[:5]), finding.message
