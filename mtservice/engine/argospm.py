"""The few things taken from argostranslate: where its packages are, and what its index says.

It is optional, and imported only when asked: importing it makes folders in the user's home. Its own
download and install are not used: they have no time limit, check neither size nor hash, unpack
unchecked, and end by importing torch. `argostranslate.translate` is never imported.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One package of the index."""

    from_code: str
    to_code: str
    version: str
    links: tuple[str, ...]

    @property
    def name(self) -> str:
        """Languages and version, `translate-ja_en-1_1`."""
        return f"translate-{self.from_code}_{self.to_code}-{self.version.replace('.', '_')}"


def package_dirs(packages_dir: Path) -> tuple[Path, ...]:
    """The folders that hold installed packages; new ones go into the first.

    `packages_dir` is one of them. Where it is the usual folder of argostranslate, the folders that
    argostranslate is configured for come before it.
    """
    module = _package_module()
    if module is None or Path(module.settings.data_dir) / "packages" != packages_dir:
        return (packages_dir,)
    return tuple(dict.fromkeys([*map(Path, module.settings.package_dirs), packages_dir]))


def installed_folders(directory: Path) -> tuple[Path, ...]:
    """The folders of the packages in `directory`, in the order of their names.

    Asked of argostranslate; where it is not there, or stumbles over a folder that is no package,
    all folders of `directory`.
    """
    if not directory.is_dir():
        return ()
    module = _package_module()
    if module is not None:
        try:
            found = module.get_installed_packages(path=[directory])
            return tuple(sorted(Path(item.package_path) for item in found))
        except (OSError, ValueError, AttributeError) as error:
            _LOG.debug("argostranslate cannot list %s: %s", directory, error)
    return tuple(sorted(path for path in directory.iterdir() if path.is_dir()))


def index_url() -> str | None:
    """Where argostranslate keeps its index; `None` where it is not installed."""
    module = _package_module()
    return None if module is None else str(module.settings.remote_package_index)


def entries(index: Sequence[dict[str, Any]]) -> tuple[Entry, ...]:
    """The translation packages of an index, as argostranslate reads it, in its order.

    Raises `ImportError` where argostranslate is not installed.
    """
    from argostranslate.package import AvailablePackage

    available = [AvailablePackage(item) for item in index]
    return tuple(
        Entry(item.from_code, item.to_code, str(item.package_version), tuple(item.links))
        for item in available
        if item.type == "translate" and item.from_code and item.to_code
    )


def _package_module() -> Any:
    """`argostranslate.package`, or `None` where it is absent or cannot start."""
    try:
        from argostranslate import package
    except ImportError:
        return None
    # It makes folders and reads its settings file as it is imported.
    except (OSError, ValueError, KeyError, AssertionError) as error:
        _LOG.warning("argostranslate does not start (%s); its settings are left aside", error)
        return None
    return package
