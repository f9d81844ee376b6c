"""Files of any glossary format, read by name or by what they hold: the one way to read them."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from glossary.errors import GlossaryError, UnknownEntryError
from glossary.formats import by_name, for_path
from glossary.formats.notices import Notices
from glossary.formats.sniff import HEAD, detect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.formats import Format
    from glossary.model import Entry, Glossary


class Brought(NamedTuple):
    """A glossary that was read, what it was in, and what was left out of it."""

    glossary: Glossary
    kind: str
    """The name of the format; `store` for a glossary in a store."""
    left_out: tuple[str, ...]


def read_file(path: Path, format_name: str | None = None) -> Brought:
    """The glossary in a file, named after it; its format is found out unless given.

    Raises `FormatError` that names the place, `UnknownEntryError` where there is no file.
    """
    notices = Notices()
    with _opened(path) as file:
        format_ = _chosen(file, str(path), format_name)
        found = format_.read_file(file, name=path.stem, path=str(path), notices=notices)
    return Brought(found, format_.name, notices.sentences())


def read_bytes(data: bytes, *, name: str, path: str, format_name: str | None = None) -> Brought:
    """The glossary in bytes, as from standard input or an upload; `path` is what errors call it.

    Without `format_name` it is found out from the content, and from the suffix of `path`.
    """
    notices = Notices()
    format_ = by_name(format_name) if format_name else detect(data[:HEAD], path)
    found = format_.read_bytes(data, name=name, path=path, notices=notices)
    return Brought(found, format_.name, notices.sentences())


def iter_entries(path: Path, format_name: str | None = None) -> Iterator[Entry]:
    """The entries of a file one by one; see `Format.entries` for memory and ids."""
    with _opened(path) as file:
        yield from _chosen(file, str(path), format_name).entries(file, path=str(path))


def target_format(path: str, format_name: str | None = None) -> Format:
    """The format to write to a path, or to `-` (then the house format, unless given).

    Raises `FormatError` where the suffix is not that of a glossary.
    """
    if format_name:
        return by_name(format_name)
    return by_name("tsv") if path == "-" else for_path(Path(path))


def _chosen(file: BinaryIO, path: str, format_name: str | None) -> Format:
    if format_name:
        return by_name(format_name)
    head = file.read(HEAD)
    file.seek(0)
    return detect(head, path)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            # What is no plain file, a pipe for example, cannot be begun anew.
            yield file if file.seekable() else BytesIO(file.read())
    except FileNotFoundError:
        raise UnknownEntryError(f"there is no glossary file {path}") from None
    except OSError as error:
        raise GlossaryError(f"{path} cannot be read: {error.strerror}") from error
