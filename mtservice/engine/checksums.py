"""The hashes of a package's files, written beside them when it is installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mtservice.engine.archive import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "checksums.json"


def record(folder: Path) -> None:
    """Write the SHA-256 of every file of `folder`."""
    found = {name: sha256(folder / name) for name in _names(folder)}
    text = json.dumps({"sha256": found}, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def recorded(folder: Path) -> bool:
    """Whether the package was installed with its hashes."""
    return (folder / FILE).is_file()


def problems(folder: Path) -> tuple[str, ...]:
    """What of `folder` is no longer as it was installed; nothing for a folder without a record."""
    return tuple(_problems(folder)) if recorded(folder) else ()


def _problems(folder: Path) -> Iterator[str]:
    try:
        expected = dict(json.loads((folder / FILE).read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"{FILE} cannot be read: {error}"
        return
    for name, value in sorted(expected.items()):
        if not (folder / name).is_file():
            yield f"{name} is missing"
        elif sha256(folder / name) != value:
            yield f"{name} has changed since it was installed"
    for name in _names(folder):
        if name not in expected:
            yield f"{name} was not installed with the package"


def _names(folder: Path) -> list[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(name.as_posix() for name in files if name.as_posix() != FILE)
