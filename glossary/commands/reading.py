"""Commands that only read: `lookup`, `search`, `show`, `list`, `stats`."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from glossary import display
from glossary.commands.options import (
    STDIN,
    glossary_option,
    json_option,
    open_glossary,
    print_json,
    read_stdin,
)
from glossary.formats.json import to_dict
from glossary.matcher import Matcher
from glossary.model import EntryStatus, EntryType, TargetStatus
from glossary.search import search
from glossary.version import version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model import Glossary, TermMatch

_SHOWN_TEXT = 2_000
_ENTRY_HEADINGS = ("id", "source", "target", "type", "status")


@click.command("lookup")
@click.argument("text", metavar="TEXT|-")
@click.option(
    "-g",
    "--glossary",
    "wheres",
    multiple=True,
    metavar="NAME|FILE|STORE",
    help="Glossary to look in; repeat it, the first wins. Default: the bundled one.",
)
@click.option("--fuzzy", is_flag=True, help="Near misses of katakana names too.")
@click.option("--all", "every", is_flag=True, help="Overlapping terms and losers of a tie too.")
@json_option
def lookup_command(
    text: str, wheres: tuple[str, ...], fuzzy: bool, every: bool, as_json: bool
) -> None:
    """Find the terms in a running text, with their offsets.

    Offsets count characters from 0; the end is the first character behind the term.

    \b
    Examples:
      glossary lookup 'ルカシェンコ大統領はミンスクで演説した。'
      glossary lookup - < article.txt
      glossary lookup 'チハノススカヤ氏' --fuzzy --json
    """
    if text == STDIN:
        text = read_stdin()
    storages = [open_glossary(where) for where in wheres or (None,)]
    # Near misses may be anywhere; exact ones are picked by an index where there is one.
    matcher = Matcher([item.read() if fuzzy else item.matching(text) for item in storages])
    matches = matcher.find_all(text) if every else matcher.find(text, fuzzy=fuzzy)
    if as_json:
        print_json({"text": text, "hits": [_match_dict(match) for match in matches]})
    elif not matches:
        display.say("no term found", stderr=True)
    else:
        _print_matches(text, matches)


def _print_matches(text: str, matches: Sequence[TermMatch]) -> None:
    if display.console().is_terminal and len(text) <= _SHOWN_TEXT:
        display.say(display.highlighted(text, matches))
        display.say("")
    display.print_table(
        ("place", "text", "rendering", "match", "type", "entry"), map(_match_row, matches)
    )


def _match_row(match: TermMatch) -> tuple[str | Text, ...]:
    return (
        f"{match.start}–{match.end}",
        match.text.replace("\n", "⏎"),
        match.preferred,
        match.kind.value,
        match.entry.type.value,
        Text(match.entry.id, "dim"),
    )


def _match_dict(match: TermMatch) -> dict[str, Any]:
    return {
        "start": match.start,
        "end": match.end,
        "text": match.text,
        "match": match.kind.value,
        "score": match.score,
        "entry": match.entry.id,
        "glossary": match.glossary,
        "renderings": list(match.renderings),
        "forbidden": list(match.forbidden),
        "parts": [
            {"entry": part.entry.id, "start": part.start, "end": part.end} for part in match.parts
        ],
    }


@click.command("search")
@click.argument("query")
@glossary_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
def search_command(query: str, where: str | None, limit: int, as_json: bool) -> None:
    """Find entries by a word or a part of one.

    Either language will do. Where nothing holds the word, what is near it is shown. Spelling
    variants of katakana, width and letter case do not matter. Notes, domains and ids are
    searched too.

    \b
    Examples:
      glossary search ルカシェンコ
      glossary search lukash
      glossary search ビリニュス --glossary house.tsv
    """
    found = search(open_glossary(where).read(), query, limit=limit)
    if as_json:
        print_json(
            [
                {"why": item.why.value, "text": item.text, "score": round(item.score, 1)}
                | {"entry": to_dict(item.entry)}
                for item in found
            ]
        )
    elif not found:
        display.say(f"nothing like {query!r} found", stderr=True)
    else:
        rows = display.entry_rows(item.entry for item in found)
        display.print_table(
            (*_ENTRY_HEADINGS, "found by"),
            [(*row, f"{item.why}: {item.text}") for row, item in zip(rows, found, strict=True)],
        )


@click.command("show")
@click.argument("term", metavar="ID|SOURCE")
@glossary_option
@json_option
def show_command(term: str, where: str | None, as_json: bool) -> None:
    """Show everything that an entry says.

    Ask by its id, its source or one of its variants.

    \b
    Examples:
      glossary show ミンスク
      glossary show place-0a1b2c3d4e5f --json
    """
    entries = open_glossary(where).named(term)
    if as_json:
        print_json([to_dict(entry) for entry in entries])
        return
    for number, entry in enumerate(entries):
        if number:
            display.say("")
        display.print_entry(entry)


@click.command("list")
@glossary_option
@click.option("--type", "type_", type=click.Choice([item.value for item in EntryType]))
@click.option("--status", type=click.Choice([item.value for item in EntryStatus]))
@click.option("--domain", help="Only entries of this domain.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@json_option
def list_command(
    where: str | None,
    type_: str | None,
    status: str | None,
    domain: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List the entries of a glossary.

    \b
    Examples:
      glossary list --type person
      glossary list --status proposed --glossary house.tsv
      glossary list --json | jq -r '.[].source'
    """
    wanted = {"type": type_, "status": status, "domain": domain}
    entries = (
        entry
        for entry in open_glossary(where).read().entries
        if all(value is None or getattr(entry, name) == value for name, value in wanted.items())
    )
    shown = list(itertools.islice(entries, limit))
    if as_json:
        print_json([to_dict(entry) for entry in shown])
    elif not shown:
        display.say("no such entry", stderr=True)
    else:
        display.print_table(_ENTRY_HEADINGS, display.entry_rows(shown))


@click.command("stats")
@glossary_option
@json_option
def stats_command(where: str | None, as_json: bool) -> None:
    """Count what a glossary holds, and say its version.

    \b
    Examples:
      glossary stats
      glossary stats --glossary house.tsv --json
    """
    figures = _stats(open_glossary(where).read())
    if as_json:
        print_json(figures)
        return
    rows = [(Text(name, "dim"), _figure(value)) for name, value in figures.items()]
    display.print_table(("", ""), rows)


def _figure(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(f"{count} {name}" for name, count in value.items()) or "none"


def _stats(glossary: Glossary) -> dict[str, Any]:
    entries = glossary.entries
    dates = [entry.modified for entry in entries if entry.modified]
    return {
        "glossary": glossary.name,
        "version": version(glossary),
        "entries": len(entries),
        "types": _counts(entry.type for entry in entries),
        "statuses": _counts(entry.status for entry in entries),
        "variants": sum(len(entry.variants) for entry in entries),
        "renderings": _counts(target.status for entry in entries for target in entry.targets),
        "adjectives": sum(bool(entry.adjective) for entry in entries),
        "first mentions": sum(bool(entry.first_mention) for entry in entries),
        "last change": max(dates, default="unknown"),
    }


def _counts(values: Any) -> dict[str, int]:
    order = [*EntryType, *EntryStatus, *TargetStatus]
    counts = Counter(values)
    return {value.value: counts[value] for value in order if counts[value]}
