"""Putting packages where argostranslate looks for them."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mtservice.engine import argospm, checksums
from mtservice.engine.archive import Staging, put, unpack
from mtservice.engine.package import PAIR, read_folder
from mtservice.engine.verify import verify
from mtservice.errors import ModelError, ModelNotFoundError, PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.engine.models import Places
    from mtservice.engine.package import Package


def install_file(path: Path, places: Places, *, pair: tuple[str, str] = PAIR) -> Package:
    """Install the package in the `.argosmodel` file or folder `path`; one of its name is replaced.

    All of it is checked, and a sentence translated with it, before anything is put in place; the
    hashes of its files are recorded.
    Raises `ModelNotFoundError`, `PackageError`, and `ModelError` when the place cannot be written.
    """
    if not path.exists():
        raise ModelNotFoundError(f"there is no model package at {path}")
    directory = argospm.package_dirs(places.packages_dir)[0]
    # Beside the packages, not among them: argostranslate takes every folder there for a package.
    with Staging(directory.parent) as staging:
        folder = _copy(path, staging) if path.is_dir() else unpack(path, staging / "new")
        with _named(folder, path):
            name = _checked(folder, pair)
        put(folder, directory / name, staging / "old")
    return read_folder(directory / name, pair=pair)


def _checked(folder: Path, pair: tuple[str, str]) -> str:
    """The name of the package in `folder`, once it has translated a sentence."""
    package = read_folder(folder, pair=pair)
    checksums.record(folder)
    for problem in verify(package).problems:
        raise PackageError(f"{folder} does not translate: {problem}")
    return package.name


@contextmanager
def _named(folder: Path, path: Path) -> Iterator[None]:
    """Errors speak of what was to be installed, not of where it was looked at."""
    try:
        yield
    except PackageError as error:
        raise PackageError(str(error).replace(str(folder), str(path))) from error


def _copy(folder: Path, staging: Path) -> Path:
    try:
        return Path(shutil.copytree(folder, staging / "new"))
    except (OSError, shutil.Error) as error:
        raise ModelError(f"{folder} cannot be copied: {error}") from error
