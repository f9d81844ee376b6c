"""`mtservice batch`: a folder of mixed documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from mtservice.batch import translate_folder
from mtservice.cli.options import make_job, read_options, reading_options, translation_options
from mtservice.outputs import terminal
from mtservice.outputs.summary import count, summarise

if TYPE_CHECKING:
    from mtservice.batch import BatchResult
    from mtservice.settings import Settings

FINDINGS = 1


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False), metavar="IN")
@click.argument("target", type=click.Path(file_okay=False), metavar="OUT")
@click.option("--title", default="Translation", help="Title of the report.")
@click.option("--show", is_flag=True, help="Print the aligned segments too.")
@click.option(
    "--format",
    "source_format",
    metavar="FORMAT",
    help="Format of every document; by suffix and content unless said.",
)
@reading_options
@translation_options
@click.pass_obj
def batch(
    settings: Settings,
    /,
    source: str,
    target: str,
    title: str,
    show: bool,
    source_format: str | None,
    fields: tuple[str, ...],
    overwrite: bool,
    **choices: Any,
) -> None:
    """Translate every document in the folder IN, and write OUT.

    \b
    OUT holds:
      documents/…         each document in its own format, in English
      report.html         source and target side by side, hits highlighted; works offline
      translation.json    segments, hits and offsets
      translation.tmx     translation memory
      translation.tsv     segments as a table

    A document that cannot be read is reported and the others go on; the exit code is then 1. A
    name that no glossary knows is rendered one way in all documents, unless --consistency says
    otherwise.

    \b
    Examples:
      mtservice batch incoming/ outgoing/
      mtservice batch incoming/ outgoing/ --glossary house.tsv --glossary eastern-europe
    """
    job = make_job(settings, {**choices, "consistency": choices["consistency"] or "all"})
    console = Console(stderr=True)
    with _progress(console) as bar:
        task = bar.add_task("translating", total=None)
        done = translate_folder(
            job.translator,
            Path(source),
            Path(target),
            title=title,
            glossaries=job.glossaries,
            options=job.options,
            reading=read_options(settings, fields, overwrite),
            form=source_format,
            progress=lambda chars, total: bar.update(task, completed=chars, total=total),
        )
    _report(done, Path(target), console, show=show)
    if done.refused:
        sys.exit(FINDINGS)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("characters"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def _report(done: BatchResult, target: Path, console: Console, *, show: bool) -> None:
    for name, reason in done.refused:
        console.print(f"refused {name}: {reason}", style="red", markup=False, highlight=False)
    if done.result is None:
        console.print("no document to translate", style="yellow")
        return
    if show:
        terminal.print_result(done.result, Console())
    else:
        console.print(terminal.summary_line(summarise([done.result])))
    said = f"{count(len(done.result.documents), 'document')} → {target}/report.html"
    console.print(said, markup=False, highlight=False, soft_wrap=True)
