"""`mtservice explain`: how each term of a passage was met, drafts and scores included."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from mtservice.cli.options import ladder_options, make_job, translation_options
from mtservice.documents import registry
from mtservice.outputs.explanation import as_values, print_explanation

if TYPE_CHECKING:
    from mtservice.settings import Settings


@click.command()
@click.argument("text", metavar="TEXT|-")
@click.option("--all", "every", is_flag=True, help="Show every candidate, not the first few.")
@click.option("--json", "for_machines", is_flag=True, help="Write JSON, every candidate in it.")
@ladder_options
@translation_options
@click.pass_obj
def explain(
    settings: Settings, /, text: str, every: bool, for_machines: bool, **choices: Any
) -> None:
    """Show how a passage was translated: its terms, the drafts, the repairs, their scores.

    A score is the mean log-probability of a token; the nearer to 0, the likelier. What was not
    taken says why.

    \b
    Examples:
      mtservice explain 'ルカシェンコ大統領は24日、ミンスクで会談した。'
      mtservice explain - --all < passage.txt
      mtservice explain '欧州連合は制裁を科した。' --strategy plain --rung substitution
    """
    passage = sys.stdin.read() if text == "-" else text
    job = make_job(settings, choices)
    found = job.translator.explain(
        registry.read(passage), glossaries=job.glossaries, options=job.options
    )
    if for_machines:
        click.echo(json.dumps(as_values(found), ensure_ascii=False, indent=2))
    else:
        print_explanation(found, Console(highlight=False), every=every)
