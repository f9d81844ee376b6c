"""The command group, and how errors leave it: one line on stderr and an exit code."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Any

import click

from glossary.errors import GlossaryError
from mtservice.cli.batch import batch
from mtservice.cli.doctor import doctor
from mtservice.cli.evaluate import evaluate
from mtservice.cli.explain import explain
from mtservice.cli.serve import serve
from mtservice.cli.translate import translate
from mtservice.errors import (
    MTServiceError,
    RequestError,
    SettingsError,
    UnknownFormatError,
    UnknownGlossaryError,
)
from mtservice.models_cli import models
from mtservice.settings import Settings

USAGE, BAD_DATA = 2, 3
_USAGE_ERRORS = (RequestError, SettingsError, UnknownFormatError, UnknownGlossaryError)


class _Group(click.Group):
    """Turns errors that users can mend into one line; anything else is a bug, with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (MTServiceError, GlossaryError) as error:
            click.echo(f"mtservice: {error}", err=True)
            sys.exit(USAGE if isinstance(error, _USAGE_ERRORS) else BAD_DATA)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("mtservice"), message="mtservice %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Translate Japanese to English offline, with every glossary term kept and proven kept.

    \b
    Examples:
      mtservice translate report.txt
      echo 'ルカシェンコ大統領は24日、ミンスクで会談した。' | mtservice translate -
      mtservice batch incoming/ outgoing/
      mtservice serve

    Exit codes: 0 ok, 1 findings, 2 usage, 3 bad data.
    """
    ctx.obj = Settings.from_env(os.environ)


for command in (translate, batch, serve, models, evaluate, explain, doctor):
    main.add_command(command)
