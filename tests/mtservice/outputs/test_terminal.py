"""What a person sees in a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from mtservice.model import TranslationResult
from mtservice.outputs.terminal import print_result


def show(result: TranslationResult, width: int, *, colour: bool = False) -> str:
    stream = io.StringIO()
    system = "standard" if colour else None
    console = Console(file=stream, width=width, color_system=system, force_terminal=colour)
    print_result(result, console)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def test_narrow_and_without_colour(sample: TranslationResult, golden: Path) -> None:
    assert show(sample, 80) == (golden / "terminal.txt").read_text("utf-8")


def test_wide_puts_them_side_by_side(sample: TranslationResult) -> None:
    line = next(line for line in show(sample, 120).splitlines() if "終わった" in line)
    assert "会見は一時間で終わった。" in line
    assert "The news conference ended after an hour." in line


def test_colour_takes_the_place_of_brackets(sample: TranslationResult) -> None:
    shown = show(sample, 120, colour=True)
    assert "\x1b[32mPresident Lukashenko\x1b[0m" in shown
    assert "\x1b[33mMinsk\x1b[0m" in shown
    assert "\x1b[1;31m国民議会\x1b[0m" in shown
    assert "[President" not in shown


def test_text_cannot_drive_the_terminal_or_the_markup(
    build: Callable[..., TranslationResult], row: type
) -> None:
    result = build([row("[bold]赤\x1b[31m\x9b0m\u202e", "[/red]\x07 done\r.")])
    shown = show(result, 120)
    assert "[bold]赤␛[31m" in shown
    assert "[/red]␇ done␍." in shown
    assert not set("\x1b\x07\r\x9b\u202e") & set(shown)
