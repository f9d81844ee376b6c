"""Putting packages where argostranslate looks for them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mtservice.engine import argospm, checksums
from mtservice.engine.archive import Staging, put, unpack
from mtservice.engine.package import PAIR, read_folder
from mtservice.errors import ModelError, ModelNotFoundError

if TYPE_CHECKING:
    from mtservice.engine.models import Places
    from mtservice.engine.package import Package


def install_file(path: Path, places: Places, *, pair: tuple[str, str] = PAIR) -> Package:
    """Install the package in the `.argosmodel` file or folder `path`; one of its name is replaced.

    All of it is checked before anything is put in place; the hashes of its files are recorded.
    Raises `ModelNotFoundError`, `PackageError`, and `ModelError` when the place cannot be written.
    """
    if not path.exists():
        raise ModelNotFoundError(f"there is no model package at {path}")
    directory = argospm.package_dirs(places.packages_dir)[0]
    # Beside the packages, not among them: argostranslate takes every folder there for a package.
    with Staging(directory.parent) as staging:
        folder = _copy(path, staging) if path.is_dir() else unpack(path, staging / "new")
        name = read_folder(folder, pair=pair).name
        checksums.record(folder)
        put(folder, directory / name, staging / "old")
    return read_folder(directory / name, pair=pair)


def _copy(folder: Path, staging: Path) -> Path:
    try:
        return Path(shutil.copytree(folder, staging / "new"))
    except (OSError, shutil.Error) as error:
        raise ModelError(f"{folder} cannot be copied: {error}") from error
