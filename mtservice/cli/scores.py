"""How the commands that measure write their scores."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

form_option = click.option(
    "--to",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
    help="How to write the scores; a table unless said.",
)


def write_json(rows: Sequence[Any]) -> None:
    """Write rows, which are data classes, as a JSON list."""
    click.echo(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))
