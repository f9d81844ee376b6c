"""`mtservice eval`: the group of commands that measure."""

from __future__ import annotations

import click

from mtservice.cli.eval_sets import score_sets
from mtservice.cli.eval_terms import score_terms


class _SetsUnlessSaid(click.Group):
    """`eval SET…` is `eval sets SET…`: what is no command's name is a set."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        asks_for_help = bool(args) and args[0] in self.get_help_option_names(ctx)
        if args and not asks_for_help and args[0] not in self.commands:
            args = ["sets", *args]
        return super().parse_args(ctx, args)


@click.group("eval", cls=_SetsUnlessSaid)
def evaluate() -> None:
    """Measure the service: translation quality, and terms.

    \b
    Examples:
      mtservice eval sets/wmt21
      mtservice eval terms sets/wmt21 report.txt
    """


for command in (score_sets, score_terms):
    evaluate.add_command(command)
