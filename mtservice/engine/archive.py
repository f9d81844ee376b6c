"""Unpacking `.argosmodel` files: nothing leaves its folder, nothing half-done stays behind."""

from __future__ import annotations

import hashlib
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mtservice.errors import ModelError, PackageError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_UNPACKED_BYTES = 4 << 30
MAX_MEMBERS = 10_000
_CHUNK = 1 << 20


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal. Raises `PackageError` when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PackageError(f"{path} cannot be read: {error.strerror}") from error


def unpack_once(path: Path, parent: Path, check: Callable[[Path], object]) -> Path:
    """The one folder that the zip file `path` holds, unpacked under `parent`.

    The place is named by the SHA-256 of the file, so that it is unpacked once; two processes may do
    it at the same time. `check` is given the folder and raises `PackageError` unless it is sound;
    one in place that no longer is gets unpacked anew. Raises `PackageError`, and `ModelError` when
    `parent` cannot be written.
    """
    place = parent / sha256(path)
    if not _holds(place, check):
        with Staging(parent) as staging:
            check(unpack(path, staging / "new"))
            if not _holds(place, check):
                put(staging / "new", place, staging / "old")
    return _inner(place)


def put(folder: Path, place: Path, aside: Path) -> None:
    """Move `folder` to `place`; what was there goes `aside`, and back if the move fails.

    Raises `ModelError`.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(aside)
        folder.rename(place)
    except OSError as error:
        if aside.exists() and not place.exists():
            aside.rename(place)
        raise ModelError(f"{place} cannot be written: {error.strerror}") from error


def unpack(path: Path, parent: Path) -> Path:
    """Unpack the zip file `path` into the new folder `parent`; its one top folder.

    Raises `PackageError` when it is no zip file, is damaged, or holds an entry that would land
    elsewhere.
    """
    try:
        with zipfile.ZipFile(path) as file:
            top = _top(path, _checked(path, file.infolist()))
            file.extractall(parent)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackageError(
            f"{path} is damaged or not a zip file ({error}); fetch the package again"
        ) from error
    except OSError as error:
        raise ModelError(f"{path} cannot be unpacked into {parent}: {error.strerror}") from error
    return parent / top


class Staging:
    """A new folder within `parent`, gone at the end unless it was renamed.

    Raises `ModelError` when `parent` cannot be written.
    """

    def __init__(self, parent: Path) -> None:
        self._parent = parent

    def __enter__(self) -> Path:
        try:
            self._parent.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=self._parent))
            self._folder.chmod(0o755)  # mkdtemp lets only its owner in
        except OSError as error:
            raise ModelError(f"{self._parent} cannot be written: {error.strerror}") from error
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _inner(place: Path) -> Path:
    return next(item for item in sorted(place.iterdir()) if item.is_dir())


def _holds(place: Path, check: Callable[[Path], object]) -> bool:
    """Whether `place` is there and what is in it passes the check."""
    try:
        check(_inner(place))
    except (OSError, StopIteration, PackageError):
        return False
    return True


def _checked(path: Path, members: list[zipfile.ZipInfo]) -> list[PurePosixPath]:
    """Where the members would go, once none of them is unsafe."""
    if len(members) > MAX_MEMBERS:
        raise PackageError(f"{path} has {len(members)} entries; at most {MAX_MEMBERS} are allowed")
    size = sum(member.file_size for member in members)
    if size > MAX_UNPACKED_BYTES:
        raise PackageError(
            f"{path} unpacks to {size:,} bytes; at most {MAX_UNPACKED_BYTES:,} are allowed"
        )
    for member in members:
        if _unsafe(member):
            raise PackageError(f"{path} is unsafe: its entry {member.filename!r} is not unpacked")
    return [PurePosixPath(member.filename) for member in members]


def _unsafe(member: zipfile.ZipInfo) -> bool:
    """Whether the entry would land outside, or is neither a file nor a folder."""
    name = member.orig_filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    return (
        name.startswith("/")
        or any(character in name for character in "\\:\0")
        or ".." in PurePosixPath(name).parts
        or kind not in (0, stat.S_IFREG, stat.S_IFDIR)
    )


def _top(path: Path, names: list[PurePosixPath]) -> str:
    """The one folder that everything lies in."""
    tops = {name.parts[0] for name in names if name.parts}
    if len(tops) != 1 or all(len(name.parts) < 2 for name in names):
        raise PackageError(f"{path} is not an Argos package: it must hold one folder")
    return tops.pop()
