"""`mtservice doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from glossary.boundary import WordBoundary
from glossary.check import check
from glossary.errors import GlossaryError
from glossary.storage import open_storage
from mtservice.documents import registry
from mtservice.errors import MTServiceError
from mtservice.wiring import glossary_places, make_translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.settings import Settings

_PACKAGES = ("mtservice", "ctranslate2", "sentencepiece", "sudachipy", "rapidfuzz", "flask")
_SENTENCE = "ミンスクで首脳会合が開かれた。"
_WORD = "新聞"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: fine or not, what was seen, and the remedy."""

    topic: str
    ok: bool
    seen: str
    remedy: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> None:
    """Look over the installation: packages, model, glossaries, folders.

    Exit code 1 when something is wrong.
    """
    found = list(_diagnose(settings))
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
    else:
        _print(found)
    if not all(item.ok for item in found):
        sys.exit(1)


def _diagnose(settings: Settings) -> Iterator[Diagnosis]:
    yield Diagnosis("python", sys.version_info >= (3, 11), platform.python_version())
    yield from map(_package, _PACKAGES)
    yield _dictionary()
    yield from _glossaries(settings)
    for topic, folder in (("cache", settings.cache_dir), ("data", settings.data_dir)):
        yield _folder(topic, Path(folder))
    yield _model(settings)


def _package(name: str) -> Diagnosis:
    try:
        return Diagnosis(f"package {name}", True, version(name))
    except PackageNotFoundError:
        return Diagnosis(f"package {name}", False, "not installed", f"pip install {name}")


def _dictionary() -> Diagnosis:
    topic, remedy = "word boundaries", "pip install sudachidict_small"
    if WordBoundary().knows(_WORD):
        return Diagnosis(topic, True, "the SudachiPy dictionary loads")
    return Diagnosis(topic, False, "no SudachiPy dictionary; edges by script alone", remedy)


def _glossaries(settings: Settings) -> Iterator[Diagnosis]:
    try:
        places = glossary_places(settings)
    except GlossaryError as error:
        yield Diagnosis("glossary store", False, str(error), "see MTSERVICE_GLOSSARY_STORE")
        return
    for name, place in sorted(places.items()):
        yield _glossary(name, place)


def _glossary(name: str, place: Path | str) -> Diagnosis:
    storage = open_storage(place)
    topic, remedy = f"glossary {name}", f"glossary check --glossary '{storage}'"
    try:
        loaded = storage.read()
    except (GlossaryError, OSError) as error:
        return Diagnosis(topic, False, str(error), remedy)
    errors = [item for item in check(loaded) if item.severity == "error"]
    if errors:
        return Diagnosis(topic, False, f"{len(errors)} errors, first: {errors[0].message}", remedy)
    return Diagnosis(topic, True, f"{len(loaded)} entries")


def _folder(topic: str, folder: Path) -> Diagnosis:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        writable = existing.is_dir() and (existing.stat().st_mode & 0o200) != 0
    except OSError:
        writable = False
    remedy = f"set MTSERVICE_{topic.upper()}_DIR to a folder that can be written"
    return Diagnosis(f"{topic} folder", writable, str(folder), "" if writable else remedy)


def _model(settings: Settings) -> Diagnosis:
    try:
        translator = make_translator(settings)
        document = registry.read(_SENTENCE, name="doctor", format="text")
        result = translator.translate([document], glossaries=())
    except MTServiceError as error:
        return Diagnosis("model", False, str(error), "mtservice models list")
    info = translator.engine
    said = f"{info.name} ({info.strategy}) translates in {result.seconds:.2f} s"
    return Diagnosis(
        "model", bool(result.documents[0].text.strip()), said, "mtservice models verify"
    )


def _print(found: list[Diagnosis]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for item in found:
        mark = "[green]ok[/]" if item.ok else "[bold red]wrong[/]"
        table.add_row(mark, item.topic, item.seen)
        if not item.ok and item.remedy:
            table.add_row("", "", f"[yellow]→ {item.remedy}[/]")
    Console().print(table)
