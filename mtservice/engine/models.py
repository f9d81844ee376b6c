"""Which model packages there are, and which one to use.

In this order: the one asked for, an installed one, the bundled one. What is done to packages is in
`install`, `index` and `verify`, and can be called from here too.
"""

from __future__ import annotations

import logging
import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mtservice.engine import argospm
from mtservice.engine.index import index, install_index, is_official
from mtservice.engine.install import install_file
from mtservice.engine.package import PAIR, SUFFIX, Package, comparable, open_package, read_folder
from mtservice.engine.verify import Verification, verify
from mtservice.errors import ModelError, ModelNotFoundError, PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.version import Version

__all__ = [
    "Places",
    "Verification",
    "bundled",
    "damaged",
    "find",
    "index",
    "install_file",
    "install_index",
    "installed",
    "is_official",
    "remove",
    "verify",
]

_LOG = logging.getLogger(__name__)
_BUNDLED = Path(str(resources.files("mtservice"))) / "bundled"


class Places(Protocol):
    """Where packages lie; `mtservice.settings.Settings` is one."""

    @property
    def packages_dir(self) -> Path:
        """Installed packages, shared with argostranslate."""
        ...

    @property
    def unpacked_dir(self) -> Path:
        """`.argosmodel` files that were opened, unpacked."""
        ...


def find(model: str | None, places: Places) -> Package:
    """The package that `model` names, by path or by name; without one, the best there is.

    That is the newest installed package for Japanese→English, else the bundled one; damaged ones
    are passed over with a warning in the log. Raises `ModelNotFoundError`, and `PackageError` when
    the package asked for is not sound.
    """
    if model is None:
        for _, reason in damaged(places):
            _LOG.warning("passed over: %s", reason)
        return next(iter(installed(places)), None) or bundled(places)
    path = Path(model)
    if path.exists() or path.suffix == SUFFIX or len(path.parts) > 1:
        return open_package(path, unpack_to=places.unpacked_dir)
    known = {package.name: package for package in (*_bundled(places), *installed(places))}
    if model not in known:
        names = ", ".join(sorted(known)) or "none"
        raise ModelNotFoundError(
            f"{model!r} is neither a model package (known: {names}) nor a path; "
            "see: mtservice models list"
        )
    return known[model]


def installed(places: Places, *, pair: tuple[str, str] | None = PAIR) -> tuple[Package, ...]:
    """The installed packages for a pair of languages, the newest first; all for `pair=None`.

    A folder that is no sound package is passed over; see `damaged`.
    """
    found = [
        package
        for _, package in _opened(places)
        if isinstance(package, Package)
        and pair in (None, (package.metadata.from_code, package.metadata.to_code))
    ]
    return tuple(sorted(found, key=_age, reverse=True))


def bundled(places: Places) -> Package:
    """The package that comes with this software. Raises `ModelNotFoundError`."""
    packages = _bundled(places)
    if not packages:
        raise ModelNotFoundError(
            f"no model is installed, and none is in {_BUNDLED}; "
            "install one: mtservice models install ja en, or mtservice models install FILE"
        )
    return max(packages, key=_age)


def remove(name: str, places: Places) -> Path:
    """Remove the installed package, or damaged folder, of that name; the folder that is gone.

    Raises `ModelNotFoundError`, and `ModelError` when the folder cannot be removed.
    """
    found = {folder.name: folder for folder in _folders(places)}
    found |= {package.name: package.path for package in installed(places, pair=None)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise ModelNotFoundError(f"no installed package is named {name!r} (installed: {known})")
    folder = found[name]
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise ModelError(f"{folder} cannot be removed: {error.strerror}") from error
    return folder


def damaged(places: Places) -> tuple[tuple[Path, str], ...]:
    """The folders among the installed packages that are no sound package, and why."""
    return tuple(
        (folder, str(found)) for folder, found in _opened(places) if isinstance(found, PackageError)
    )


def _bundled(places: Places) -> list[Package]:
    return [
        open_package(path, unpack_to=places.unpacked_dir)
        for path in sorted(_BUNDLED.glob(f"*{SUFFIX}"))
    ]


def _opened(places: Places) -> Iterator[tuple[Path, Package | PackageError]]:
    for folder in _folders(places):
        try:
            yield folder, read_folder(folder, pair=None)
        except PackageError as error:
            yield folder, error


def _folders(places: Places) -> Iterator[Path]:
    for directory in argospm.package_dirs(places.packages_dir):
        yield from argospm.installed_folders(directory)


def _age(package: Package) -> tuple[Version, str]:
    """For sorting: the newest package is the greatest."""
    return comparable(package.metadata.version), package.name
