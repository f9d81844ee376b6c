"""`mtservice eval SET…`: scores on evaluation sets, beside the stored outputs of other systems."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from mtservice.cli.options import make_job, translation_options
from mtservice.cli.scores import form_option, write_json
from mtservice.evaluation import sets
from mtservice.evaluation.run import Mode, Row, stored, translated
from mtservice.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.cli.options import Job
    from mtservice.evaluation.sets import EvalSet
    from mtservice.settings import Settings


@click.command("sets")
@click.argument("folders", nargs=-1, required=True, type=click.Path(file_okay=False, exists=True))
@click.option(
    "--mode",
    "modes",
    multiple=True,
    type=click.Choice([str(mode) for mode in Mode]),
    help="How terms are given; repeat it. All of them unless said.",
)
@click.option("--lines", type=click.IntRange(1), help="Only the first so many segments of a set.")
@click.option("--no-systems", is_flag=True, help="Leave out stored outputs of other systems.")
@form_option
@translation_options
@click.pass_obj
def score_sets(
    settings: Settings,
    /,
    folders: tuple[str, ...],
    modes: tuple[str, ...],
    lines: int | None,
    no_systems: bool,
    form: str,
    **choices: Any,
) -> None:
    """Score translations on evaluation sets: `eval SET…` for short.

    A set is a folder with src.ja and ref.en, one segment a line; terms.tsv (segment, Japanese,
    English) and systems/*.en if there are any. BLEU and chrF2 are sacreBLEU's; the terms of a
    segment are its glossary (mode glossary), each with another's rendering in mode random.

    \b
    Examples:
      mtservice eval sets/wmt21
      mtservice eval sets/* --mode glossary --lines 200 --to json
      mtservice eval sets/* --to markdown > quality.md
    """
    chosen = [Mode(mode) for mode in modes] or list(Mode)
    read = [sets.read(Path(folder), lines) for folder in folders]
    job = make_job(settings, choices)
    rows = [row for one in read for row in _rows(one, chosen, job, not no_systems)]
    _FORMS[form](rows)


def _rows(one: EvalSet, modes: Sequence[Mode], job: Job, with_systems: bool) -> Iterator[Row]:
    if with_systems:
        yield from stored(one)
    for mode in modes:
        if mode is Mode.PLAIN or one.terms:
            yield translated(one, mode, job.translator, job.options)


def _write_table(rows: Sequence[Row]) -> None:
    console = Console()
    for name, of_set in itertools.groupby(rows, key=lambda row: row.set):
        table = Table(
            box=None, header_style="bold", pad_edge=False, title=name, title_justify="left"
        )
        table.add_column("system", no_wrap=True)
        for heading in _HEADINGS:
            table.add_column(heading, justify="right", no_wrap=True)
        for row in of_set:
            table.add_row(*_cells(row))
        console.print(table)
        console.print()
    console.print(_LEGEND)
    for signature in rows[0].scores.signatures:
        console.print(signature, style="dim", soft_wrap=True)


def _write_markdown(rows: Sequence[Row]) -> None:
    for name, of_set in itertools.groupby(rows, key=lambda row: row.set):
        click.echo(f"### {name}\n\n| system | {' | '.join(_HEADINGS)} |")
        click.echo("|---|" + "---:|" * len(_HEADINGS))
        for row in of_set:
            cells = [_bold(cell) if row.seconds else cell for cell in _cells(row)]
            click.echo(f"| {' | '.join(cells)} |")
        click.echo()
    click.echo(f"{_LEGEND}. Signatures: {', '.join(f'`{s}`' for s in rows[0].scores.signatures)}.")


def _bold(cell: str) -> str:
    return cell if cell == "—" else f"**{cell}**"


_HEADINGS = ("BLEU", "chrF2", "terms", "numbers", "hits", "spans", "links", "s")
_LEGEND = (
    "hits: kept/repaired/failed; spans: hits whose place in the English is right; "
    "links: precision/recall of the word alignment over names"
)
_FORMS = {"table": _write_table, "markdown": _write_markdown, "json": write_json}


def _cells(row: Row) -> Iterator[str]:
    scores, outcomes = row.scores, dict(row.outcomes)
    yield row.system
    yield f"{scores.bleu:.1f}"
    yield f"{scores.chrf:.1f}"
    yield f"{scores.terms_met / scores.terms_asked:.1%}" if scores.terms_asked else "—"
    yield f"{scores.numbers_right:.1%}"
    yield "/".join(str(outcomes.get(one, 0)) for one in Outcome) if outcomes else "—"
    yield "—" if row.spans_right is None else f"{row.spans_right:.1%}"
    links = row.alignment
    yield "—" if links is None else f"{links.precision:.1%}/{links.recall:.1%}"
    yield "—" if row.seconds is None else f"{row.seconds:.0f}"
