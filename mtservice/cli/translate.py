"""`mtservice translate`: one document, from a file or stdin, to stdout or a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from mtservice.cli.options import make_job, translation_options
from mtservice.documents import registry
from mtservice.files import write_whole
from mtservice.model import Outcome
from mtservice.outputs import json, terminal
from mtservice.outputs.registry import output as output_form
from mtservice.outputs.registry import outputs

if TYPE_CHECKING:
    from mtservice.model import Document, TranslationResult
    from mtservice.settings import Settings

PAIRS = "pairs"
FINDINGS = 1


@click.command()
@click.argument("file", default="-", metavar="[FILE|-]")
@click.option("--from", "source_format", metavar="FORMAT", help="Format of the document.")
@click.option("--encoding", help="Encoding of the document; UTF-8 unless said.")
@click.option(
    "--to",
    "target_format",
    type=click.Choice([PAIRS, *(form.name for form in outputs())]),
    help="What to write; pairs on a terminal and text in a pipe unless said.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write here, not to stdout.")
@click.option("--alignment", is_flag=True, help="Word alignment in the JSON.")
@click.option("--strict", is_flag=True, help="Exit 1 when a term failed or a segment is flagged.")
@translation_options
@click.pass_obj
def translate(
    settings: Settings,
    /,
    file: str,
    source_format: str | None,
    encoding: str | None,
    target_format: str | None,
    output: str | None,
    alignment: bool,
    strict: bool,
    **choices: Any,
) -> None:
    """Translate one document.

    \b
    Examples:
      mtservice translate article.wiki
      mtservice translate report.txt --to html -o report.html
      mtservice translate - --glossary house.tsv --to json < note.txt
      mtservice translate memo.md --no-glossary --to text
    """
    document = _read(file, source_format, encoding)
    job = make_job(settings, choices)
    result = job.translator.translate([document], glossaries=job.glossaries, options=job.options)
    _write(result, target_format, output, alignment)
    if strict and has_findings(result):
        sys.exit(FINDINGS)


def has_findings(result: TranslationResult) -> bool:
    """Whether any term failed or any segment is flagged."""
    return any(
        placed.result.flags or any(hit.outcome is Outcome.FAILED for hit in placed.result.hits)
        for document in result.documents
        for placed in document.segments
    )


def _read(file: str, source_format: str | None, encoding: str | None) -> Document:
    if file == "-":
        data, name = sys.stdin.buffer.read(), "stdin"
    else:
        path = Path(file)
        try:
            data, name = path.read_bytes(), path.name
        except OSError as error:
            raise click.UsageError(f"{file}: {error.strerror}") from error
    return registry.decode(data, name=name, format=source_format, encoding=encoding)


def _write(
    result: TranslationResult, target_format: str | None, output: str | None, alignment: bool
) -> None:
    on_terminal = output is None and sys.stdout.isatty()
    chosen = target_format or (PAIRS if on_terminal else "text")
    if chosen == PAIRS:
        if output is not None:
            raise click.UsageError("--to pairs is for reading in a terminal; choose another for -o")
        terminal.print_result(result, Console())
        return
    if chosen == "json":
        text = json.render(result, alignment=alignment)
    else:
        text = output_form(chosen).render(result)
    (document,) = result.documents
    data = registry.encode(document.document, text) if chosen == "text" else text.encode()
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        write_whole(Path(output), data)
    except OSError as error:
        raise click.UsageError(f"{output}: {error.strerror}") from error
