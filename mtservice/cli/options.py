"""Options that several commands share, and what they make of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from glossary.locations import store_location
from mtservice.constraints.enforce import RUNGS
from mtservice.documents.base import ReadOptions
from mtservice.engine.metadata import STRATEGIES
from mtservice.errors import UnknownGlossaryError
from mtservice.pipeline import Consistency, TranslateOptions
from mtservice.wiring import glossary_name, glossary_places, make_translator

if TYPE_CHECKING:
    from mtservice.pipeline import Translator
    from mtservice.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Job:
    """A translator, and what the command line asked of it."""

    translator: Translator
    glossaries: tuple[str, ...]
    options: TranslateOptions


def reading_options(command: _Command) -> _Command:
    """Add the options that say how documents are read."""
    options = [
        click.option(
            "--field",
            "fields",
            multiple=True,
            metavar="NAME",
            help="Field of JSONL or column of TSV (name or number) with the text; repeat it.",
        ),
        click.option(
            "--overwrite",
            is_flag=True,
            help="Translate what a PO file has a translation of already, too.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def read_options(settings: Settings, fields: Sequence[str], overwrite: bool) -> ReadOptions:
    """What `reading_options` and the settings say."""
    return ReadOptions(
        fields=tuple(fields),
        overwrite=overwrite,
        max_unpacked_bytes=settings.max_unpacked_bytes,
        max_pages=settings.max_pages,
    )


def translation_options(command: _Command) -> _Command:
    """Add the options that choose the model, the glossaries and how terms are kept."""
    options = [
        click.option("--model", metavar="PATH|NAME", help="Argos package to translate with."),
        click.option(
            "--glossary",
            "glossary",
            multiple=True,
            metavar="NAME|FILE|STORE",
            help="Glossary to keep: a name, a TSV file or a store; repeat it, the first wins.",
        ),
        click.option("--no-glossary", is_flag=True, help="Translate without any glossary."),
        click.option("--beam", type=click.IntRange(1, 16), help="Beam width; 1 is greedy."),
        click.option(
            "--every-mention", is_flag=True, help="Ask a mention for each occurrence of a term."
        ),
        click.option("--fuzzy", is_flag=True, help="Apply near misses of katakana names."),
        click.option(
            "--consistency",
            type=click.Choice([str(one) for one in Consistency]),
            help="How far a name that no glossary knows is rendered one way.",
        ),
        click.option("--no-repair", is_flag=True, help="Report missed terms, do not repair them."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def ladder_options(command: _Command) -> _Command:
    """Add the options of whoever looks into how terms are kept."""
    strategy = click.option(
        "--strategy",
        type=click.Choice(STRATEGIES),
        help="How terms are given to the model; as it declares unless said.",
    )
    rungs = click.option(
        "--rung",
        "rungs",
        multiple=True,
        type=click.Choice(["none", *RUNGS]),
        help="A rung of the repair ladder that may be used; repeat it. All of them unless said.",
    )
    return strategy(rungs(command))


def make_job(settings: Settings, choices: dict[str, Any]) -> Job:
    """A loaded translator for the options of `translation_options`, and `ladder_options` if given.

    Raises `UsageError` where they contradict each other, `UnknownGlossaryError`, `ModelError`.
    """
    if choices["no_glossary"] and choices["glossary"]:
        raise click.UsageError("--glossary and --no-glossary exclude each other")
    if choices["model"]:
        settings = replace(settings, model=choices["model"])
    names, places = _glossaries(settings, choices["glossary"])
    if choices["no_glossary"]:
        names = ()
    options = TranslateOptions(
        beam_size=choices["beam"] or settings.beam_size,
        repair=not choices["no_repair"],
        every_mention=choices["every_mention"],
        fuzzy=choices["fuzzy"],
        consistency=Consistency(choices["consistency"] or Consistency.DOCUMENT),
        strategy=choices.get("strategy") or "",
        rungs=_rungs(choices.get("rungs", ())),
    )
    return Job(make_translator(settings, places), names, options)


def _rungs(chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in RUNGS if name in chosen) if chosen else RUNGS


def _glossaries(
    settings: Settings, chosen: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names in order of precedence, and the files and stores among them."""
    if not chosen:
        return settings.glossaries, ()
    known = glossary_places(settings)
    places = [choice for choice in chosen if choice not in known]
    for place in places:
        if not store_location(place) and not Path(place).is_file():
            names = ", ".join(sorted(known))
            raise UnknownGlossaryError(f"{place} is neither a file nor a glossary ({names})")
    in_order = tuple(choice if choice in known else glossary_name(choice) for choice in chosen)
    return in_order, tuple(places)
