"""The forms that a translation can be written in, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.errors import UnknownFormatError
from mtservice.outputs import html, json, text, tmx, tsv

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtservice.model import TranslationResult


@dataclass(frozen=True, slots=True)
class Output:
    """One form of output."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[TranslationResult], str]
    about: str
    """What it is, in one line for a help text."""


_OUTPUTS = (
    Output("text", ".txt", "text/plain", text.render, "the translated document itself"),
    Output("json", ".json", "application/json", json.render, "segments, hits and offsets"),
    Output(
        "html",
        ".html",
        "text/html",
        lambda result: html.report([result]),
        "side-by-side report in one file",
    ),
    Output("tmx", ".tmx", "application/x-tmx+xml", tmx.render, "TMX 1.4, for a CAT tool"),
    Output("tsv", ".tsv", "text/tab-separated-values", tsv.render, "one segment a line"),
)


def outputs() -> tuple[Output, ...]:
    """Every form, in the order of a help text."""
    return _OUTPUTS


def output(name: str) -> Output:
    """The form called `name`; raises `UnknownFormatError` with the known names."""
    for known in _OUTPUTS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in _OUTPUTS)
    raise UnknownFormatError(f"no output is called {name!r}; known: {names}")
