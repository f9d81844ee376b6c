"""Settings → a working translator: the one place where the parts are put together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from glossary import store
from glossary.locations import SUFFIXES, store_location
from glossary.storage import stored
from mtservice.engine import models
from mtservice.engine.argos import ArgosEngine
from mtservice.errors import UnknownGlossaryError
from mtservice.pipeline import TranslateOptions, Translator
from mtservice.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.settings import Settings


_SUFFIXES = (".tsv", *SUFFIXES)

Place: TypeAlias = "Path | str"
"""A glossary file, or a glossary in a store."""


def glossary_places(settings: Settings, further: Sequence[str] = ()) -> dict[str, Place]:
    """Name → place: bundled glossaries, the glossary folder's, the store's, then `further`.

    A later one of the same name takes the place of an earlier one. Raises `UnknownGlossaryError`
    when the folder of the settings does not exist, `GlossaryError` when its store cannot be read.
    """
    places: dict[str, Place] = {**store.bundled()}
    if settings.glossary_dir:
        folder = Path(settings.glossary_dir)
        if not folder.is_dir():
            raise UnknownGlossaryError(
                f"{folder} is not a folder; MTSERVICE_GLOSSARY_DIR must name a folder of glossaries"
            )
        found = [path for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES]
        places |= {path.stem: path for path in found}
    if settings.glossary_store:
        places |= stored(settings.glossary_store)
    return places | {glossary_name(place): place for place in further}


def glossary_name(place: str) -> str:
    """What a glossary is called that is given by its place: the stem, or the name in the store."""
    location = store_location(place)
    return location.default_name if location else Path(place).stem


def make_translator(settings: Settings, further: Sequence[str] = ()) -> Translator:
    """A translator with its model loaded.

    `further` are glossary files and stores to know besides the configured ones. Raises
    `ModelError`, `UnknownGlossaryError`.
    """
    package = models.find(settings.model or None, settings)
    engine = ArgosEngine(
        package, inter_threads=settings.inter_threads, intra_threads=settings.intra_threads
    )
    return Translator(
        engine,
        Shelf(partial(glossary_places, settings, further)),
        default_glossaries=settings.glossaries,
        options=TranslateOptions(beam_size=settings.beam_size),
    )
