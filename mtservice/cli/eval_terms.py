"""`mtservice eval terms`: what is asked of the glossary, and what is kept of it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from mtservice.cli.options import ladder_options, make_job, translation_options
from mtservice.cli.scores import form_option, write_json
from mtservice.constraints.enforce import RUNGS
from mtservice.evaluation import material
from mtservice.evaluation.term_run import Bench, TermMode, rows
from mtservice.evaluation.term_scores import FIRST_DRAFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.evaluation.term_run import TermRow
    from mtservice.evaluation.term_scores import Success
    from mtservice.settings import Settings


@click.command("terms")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--mode",
    "modes",
    multiple=True,
    type=click.Choice([str(mode) for mode in TermMode]),
    help="Which terms are given; repeat it. All of them unless said.",
)
@click.option("--lines", type=click.IntRange(1), help="Only the first so many sentences.")
@click.option("--systems", is_flag=True, help="Add the stored outputs of other systems.")
@form_option
@ladder_options
@translation_options
@click.pass_obj
def score_terms(
    settings: Settings,
    /,
    paths: tuple[str, ...],
    modes: tuple[str, ...],
    lines: int | None,
    systems: bool,
    form: str,
    **choices: Any,
) -> None:
    """Score how terms are kept: met, consistent, in the right place, and at what cost.

    PATH is an evaluation set (a folder with src.ja, ref.en and terms.tsv), a document, or a TSV
    whose first line names the columns: source, and if there are any reference and terms
    (リガ=Riga; ミンスク=Minsk|Mensk). Where no terms are told, they are the hits of the glossary.

    \b
    Examples:
      mtservice eval terms sets/wmt21 sets/flores200-dev
      mtservice eval terms report.txt --glossary ours.tsv --mode none --mode glossary
      mtservice eval terms sets/wmt21 --mode glossary --rung respell --rung prefix
    """
    chosen = [TermMode(mode) for mode in modes] or list(TermMode)
    read = [material.read(Path(path), lines) for path in paths]
    if not systems:
        read = [replace(one, systems=()) for one in read]
    job = make_job(settings, choices)
    bench = Bench(job.translator, job.glossaries, job.options)
    _FORMS[form]([row for one in read for row in rows(one, chosen, bench)])


def _write_table(found: Sequence[TermRow]) -> None:
    """One table a material, a column each system: few systems, many figures."""
    console = Console()
    for name, of_one in itertools.groupby(found, key=lambda row: row.material):
        several = list(of_one)
        for start in range(0, len(several), _COLUMNS):
            console.print(_table(name, several[start : start + _COLUMNS]))
            console.print()
    console.print(_LEGEND, style="dim")


def _table(name: str, found: Sequence[TermRow]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(name)
    for row in found:
        table.add_column(row.system, justify="right")
    figures = [tuple(_cells(row)) for row in found]
    for heading, *cells in zip(_HEADINGS, *figures, strict=True):
        if set(cells) != {"—"}:
            table.add_row(heading, *cells)
    shares = [_rungs(row) for row in found]
    for rung in (FIRST_DRAFT, *RUNGS):
        if any(rung in one for one in shares):
            cells = [f"{one[rung]:.1%}" if rung in one else "—" for one in shares]
            table.add_row(f"  by {rung}", *cells)
    return table


def _write_markdown(found: Sequence[TermRow]) -> None:
    for name, of_one in itertools.groupby(found, key=lambda row: row.material):
        several = list(of_one)
        click.echo(f"### {name}\n\n| system | {' | '.join(_HEADINGS)} |")
        click.echo("|---|" + "---:|" * len(_HEADINGS))
        for row in several:
            click.echo(f"| {' | '.join((row.system, *_cells(row)))} |")
        lines = [f"- {row.system}: {_told(row)}" for row in several if _rungs(row)]
        click.echo("\n".join(["", *lines, ""]))
    click.echo(_LEGEND)


_COLUMNS = 5
_HEADINGS = (
    "BLEU", "chrF2", "terms met", "  inflected", "  admitted", "  mean over types", "consistent",
    "said too often", "false hits", "kept/repaired/failed", "spans right", "ms/segment",
)  # fmt: skip
_LEGEND = (
    "terms met: a mention is counted for one term only, in the asked rendering, inflected, or "
    "another that is admitted; consistent: occurrences of recurring terms rendered as most are; "
    "false hits: of all terms as one glossary, where nobody asked; by: the dearest rung that a "
    "segment needed, as a share of the segments with hits"
)
_FORMS = {"table": _write_table, "markdown": _write_markdown, "json": write_json}


def _cells(row: TermRow) -> Iterator[str]:
    """The figures of a row, under `_HEADINGS`."""
    yield "—" if row.bleu is None else f"{row.bleu:.1f}"
    yield "—" if row.chrf is None else f"{row.chrf:.1f}"
    yield from _success_cells(row.success) if row.success else ("—",) * 4
    yield _share(row.consistency)
    yield str(row.success.surplus) if row.success else "—"
    yield "—" if row.false_hits is None else str(row.false_hits)
    yield "/".join(str(count) for _, count in row.hits.outcomes) if row.hits else "—"
    yield _share(row.hits.spans_right) if row.hits else "—"
    yield "—" if row.seconds_per_segment is None else f"{1000 * row.seconds_per_segment:.0f}"


def _success_cells(success: Success) -> Iterator[str]:
    yield f"{success.rate:.1%}"
    yield str(success.inflected)
    yield str(success.admitted)
    yield f"{success.by_type:.1%}"


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _rungs(row: TermRow) -> dict[str, float]:
    return dict(row.hits.rungs) if row.hits else {}


def _told(row: TermRow) -> str:
    return ", ".join(f"{name} {share:.1%}" for name, share in _rungs(row).items())
