"""Package files for tests, and the type of the server that offers them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

Serve = Callable[[dict[str, bytes | int | tuple[int, bytes]]], str]


def zipped(folder: Path, file: Path) -> Path:
    """The folder as an `.argosmodel` file, stored and not compressed: it is quicker."""
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{folder.name}/{path.relative_to(folder)}")
    return file
