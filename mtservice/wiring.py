"""Settings → a working translator: the one place where the parts are put together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import store
from mtservice.engine import models
from mtservice.engine.argos import ArgosEngine
from mtservice.errors import UnknownGlossaryError
from mtservice.pipeline import TranslateOptions, Translator
from mtservice.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.settings import Settings


def glossary_paths(settings: Settings, files: Sequence[Path] = ()) -> dict[str, Path]:
    """Name → file: the bundled glossaries, those of the glossary folder, then `files`.

    A later one of the same name takes the place of an earlier one. Raises `UnknownGlossaryError`
    when the folder of the settings does not exist.
    """
    paths = store.bundled()
    if settings.glossary_dir:
        folder = Path(settings.glossary_dir)
        if not folder.is_dir():
            raise UnknownGlossaryError(
                f"{folder} is not a folder; MTSERVICE_GLOSSARY_DIR must name a folder of glossaries"
            )
        paths |= {path.stem: path for path in sorted(folder.glob("*.tsv"))}
    return paths | {path.stem: path for path in files}


def make_translator(settings: Settings, files: Sequence[Path] = ()) -> Translator:
    """A translator with its model loaded.

    `files` are glossary files to know besides the configured ones, by their stem. Raises
    `ModelError`, `UnknownGlossaryError`.
    """
    package = models.find(settings.model or None, settings)
    engine = ArgosEngine(
        package, inter_threads=settings.inter_threads, intra_threads=settings.intra_threads
    )
    return Translator(
        engine,
        Shelf(partial(glossary_paths, settings, files)),
        default_glossaries=settings.glossaries,
        options=TranslateOptions(beam_size=settings.beam_size),
    )
