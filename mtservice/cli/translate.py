"""`mtservice translate`: one document, from a file or stdin, to stdout or a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from mtservice.cli.options import make_job, read_options, reading_options, translation_options
from mtservice.documents import registry
from mtservice.files import write_whole
from mtservice.model import Outcome
from mtservice.outputs import json, terminal
from mtservice.outputs.registry import output as output_form
from mtservice.outputs.registry import outputs

if TYPE_CHECKING:
    from mtservice.documents.base import ReadOptions
    from mtservice.model import Document, TranslationResult
    from mtservice.settings import Settings

PAIRS = "pairs"
FINDINGS = 1


@click.command()
@click.argument("file", default="-", metavar="[FILE|-]")
@click.option(
    "--from",
    "--format",
    "source_format",
    metavar="FORMAT",
    help="Format of the document; by its suffix and content unless said.",
)
@click.option("--encoding", help="Encoding of the document; UTF-8, or what it says, unless said.")
@click.option(
    "--to",
    "target_format",
    type=click.Choice([PAIRS, *(form.name for form in outputs())]),
    help="What to write; pairs on a terminal and text in a pipe unless said.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write here, not to stdout; needed for files such as DOCX.",
)
@click.option("--alignment", is_flag=True, help="Word alignment in the JSON.")
@click.option("--strict", is_flag=True, help="Exit 1 when a term failed or a segment is flagged.")
@reading_options
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
    fields: tuple[str, ...],
    overwrite: bool,
    **choices: Any,
) -> None:
    """Translate one document.

    \b
    Examples:
      mtservice translate article.wiki
      mtservice translate report.txt --to html -o report.html
      mtservice translate - --glossary house.tsv --to json < note.txt
      mtservice translate memo.md --no-glossary --to text
      mtservice translate contract.docx -o contract.en.docx
      mtservice translate corpus.jsonl --field body -o corpus.en.jsonl
    """
    options = read_options(settings, fields, overwrite)
    document = _read(file, source_format, encoding, options)
    target_format = _target_format(document, target_format, output)
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


def _read(
    file: str, source_format: str | None, encoding: str | None, options: ReadOptions
) -> Document:
    if file == "-":
        data, name = sys.stdin.buffer.read(), "stdin"
    else:
        path = Path(file)
        try:
            data, name = path.read_bytes(), path.name
        except OSError as error:
            raise click.UsageError(f"{file}: {error.strerror}") from error
    return registry.decode(
        data, name=name, format=source_format, encoding=encoding, options=options
    )


def _target_format(document: Document, wanted: str | None, output: str | None) -> str:
    """What is written. Raises `UsageError` where it cannot be written there."""
    on_terminal = output in (None, "-") and sys.stdout.isatty()
    chosen = wanted or (PAIRS if on_terminal else "text")
    if chosen == PAIRS and output is not None:
        raise click.UsageError("--to pairs is for reading in a terminal; choose another for -o")
    if chosen == "text" and registry.is_binary(document) and (on_terminal or output is None):
        raise click.UsageError(
            f"{document.name}: {document.format.upper()} is no text to be shown; say where the "
            "translation is written (-o FILE; -o - for a pipe), or choose another form (--to tsv)"
        )
    return chosen


def _write(result: TranslationResult, chosen: str, output: str | None, alignment: bool) -> None:
    if chosen == PAIRS:
        terminal.print_result(result, Console())
        return
    if chosen == "json":
        text = json.render(result, alignment=alignment)
    else:
        text = output_form(chosen).render(result)
    (document,) = result.documents
    data = registry.encode(document.document, text) if chosen == "text" else text.encode()
    if output in (None, "-"):
        sys.stdout.buffer.write(data)
        return
    try:
        write_whole(Path(str(output)), data)
    except OSError as error:
        raise click.UsageError(f"{output}: {error.strerror}") from error
