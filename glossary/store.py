"""Glossary files: found by name, read by their suffix, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import exchange
from glossary.errors import FormatError, GlossaryError, UnknownEntryError
from glossary.formats import for_path
from glossary.formats.encoding import decode
from glossary.formats.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.formats import Format
    from glossary.model import Glossary

_DATA = Path(__file__).parent / "data"
_NEW_FILE_MODE = 0o644

__all__ = [
    "bundled",
    "decode",
    "load",
    "read_bytes",
    "resolve",
    "save",
    "write_bytes",
]


def load(path: Path | str) -> Glossary:
    """The glossary in a file, named after it.

    What it begins with tells the format where that cannot be mistaken (XML, a workbook, UTX), else
    its suffix. Raises `FormatError` where the file is not what it seems, and `UnknownEntryError`
    where there is none.
    """
    return exchange.read_file(Path(path)).glossary


def save(glossary: Glossary, path: Path | str) -> None:
    """Write the glossary to a file by its suffix, whole or not at all.

    A file of the house format that is already there keeps its comments and layout. Raises
    `EntryError` for an entry that no file can hold, and `FormatError` where the suffix is unknown,
    the file that is there cannot be read, or the format would lose something.
    """
    path = Path(path).resolve()
    old = read_bytes(path) if path.exists() else b""
    format_ = for_path(path)
    try:
        _refuse_losses(format_, glossary, old)
        data = format_.write_bytes(glossary, over=old)
    except FormatError as error:
        if not error.line:
            raise
        raise FormatError(
            error.reason,
            path=str(path),
            line=error.line,
            column=error.column,
            sheet=error.sheet,
        ) from error
    write_bytes(data, path)


def _refuse_losses(format_: Format, glossary: Glossary, old: bytes) -> None:
    """Raise `FormatError` where saving would drop something of the glossary or of the old file."""
    notices = Notices()
    if old and not format_.is_house:
        format_.read_bytes(old, name=glossary.name, notices=notices)
    if lost := (*format_.lost(glossary), *notices.sentences()):
        raise FormatError(
            f"saving as {format_.name} would lose {', '.join(lost)}; keep the glossary in a .tsv "
            "file (`glossary convert`), and export it"
        )


def bundled() -> dict[str, Path]:
    """The glossaries that come with the package: name → file, sorted by name."""
    return {path.stem: path for path in sorted(_DATA.glob("*.tsv"))}


def resolve(name_or_path: str, directories: Iterable[Path] = ()) -> Path:
    """The file that a person means: an existing path, or a name to look up.

    Names are looked up in `directories`, in order, and then among the bundled glossaries. Raises
    `UnknownEntryError` naming the known ones.
    """
    path = Path(name_or_path)
    if path.is_file():
        return path
    known: dict[str, Path] = dict(bundled())
    for directory in reversed(list(directories)):
        found = sorted(directory.glob("*.tsv")) if directory.is_dir() else []
        known |= {file.stem: file for file in found}
    if name_or_path in known:
        return known[name_or_path]
    if path.suffix or len(path.parts) > 1:
        raise UnknownEntryError(f"there is no glossary file {name_or_path}")
    names = ", ".join(sorted(known)) or "none"
    raise UnknownEntryError(
        f"no glossary is named {name_or_path!r}; known: {names}, or give a file"
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises `UnknownEntryError` where there is none, or `GlossaryError`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnknownEntryError(f"there is no glossary file {path}") from None
    except OSError as error:
        raise GlossaryError(f"{path} cannot be read: {error.strerror}") from error


def write_bytes(data: bytes, path: Path) -> None:
    """Write a file whole or not at all: beside it, flushed to the disk, then moved over it.

    The permissions of a file that is already there are kept. Raises `GlossaryError`.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else _NEW_FILE_MODE
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise GlossaryError(f"{path} cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise GlossaryError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    # Without this, a power cut may undo the move although the file's content is on the disk.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
