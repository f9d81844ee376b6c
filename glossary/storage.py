"""One face for every place that a glossary is kept in: a file, or a glossary in a store.

Commands and the service work on a `Storage` and do not ask which it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from glossary import edit, store
from glossary.changes import EntryChange, Signature, applied
from glossary.errors import UnknownEntryError
from glossary.formats import for_path
from glossary.formats.sniff import HEAD, detect
from glossary.locations import store_location
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from glossary.model import Entry


class Storage(Protocol):
    """A glossary where it is kept. `str()` says where, fit to be shown."""

    @property
    def name(self) -> str:
        """What the glossary is called."""
        ...

    @property
    def keeps_history(self) -> bool:
        """Whether who, when and why are kept with each change, and not only in the entry."""
        ...

    def exists(self) -> bool:
        """Whether there is a glossary yet."""
        ...

    def check_place(self) -> None:
        """Raise `FormatError` where no glossary can be kept there."""
        ...

    def create(self) -> None:
        """Start an empty glossary where there is none."""
        ...

    def stamp(self) -> Hashable:
        """A value that differs once the glossary has changed; cheap, whatever its size.

        Raises `UnknownEntryError` where the glossary is gone.
        """
        ...

    def size(self) -> int:
        """How many entries there are."""
        ...

    def read(self) -> Glossary:
        """The whole glossary. Raises `UnknownEntryError`, `FormatError` or `StoreError`."""
        ...

    def named(self, term: str) -> tuple[Entry, ...]:
        """The entry with the id `term`, else those that it is the source or a variant of.

        Raises `UnknownEntryError`.
        """
        ...

    def spelling(self, *terms: str) -> Glossary:
        """At least the entries with one of the terms as id, source or variant; may be none."""
        ...

    def matching(self, text: str) -> Glossary:
        """At least the entries that a `Matcher` may find in `text`: all, or fewer where quicker."""
        ...

    def commit(self, changes: Sequence[EntryChange], signature: Signature) -> object:
        """Write the changes, all or none; what is given back is the storage's own.

        Raises `StaleError` where an entry is not as its change saw it, `EntryError` for one that
        cannot be kept.
        """
        ...

    def layout(self, format_name: str) -> bytes:
        """The bytes of a file of that format, whose layout a writer may keep; else nothing."""
        ...

    def close(self) -> None:
        """Give back what is held open; the next use opens it again."""
        ...


class FileStorage:
    """A glossary in a file; read again once the file has changed."""

    keeps_history = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: tuple[tuple[int, int], Glossary] | None = None

    def __str__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        """The stem of the file."""
        return self.path.stem

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    def check_place(self) -> None:
        """Raise `FormatError` where the suffix stands for no format."""
        for_path(self.path)

    def create(self) -> None:
        """Write a file without entries where there is none."""
        if not self.exists():
            store.save(Glossary(self.name, ()), self.path)

    def stamp(self) -> tuple[int, int]:
        """Time of the last change in nanoseconds, and size in bytes."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            raise UnknownEntryError(f"there is no glossary file {self.path}") from None
        return stat.st_mtime_ns, stat.st_size

    def size(self) -> int:
        """How many entries the file holds."""
        return len(self.read())

    def read(self) -> Glossary:
        """The glossary in the file."""
        stamp = self.stamp()
        if self._held is None or self._held[0] != stamp:
            self._held = (stamp, store.load(self.path))
        return self._held[1]

    def named(self, term: str) -> tuple[Entry, ...]:
        """The entry with the id `term`, else those that it is the source or a variant of."""
        return edit.named(self.read(), term)

    def spelling(self, *terms: str) -> Glossary:  # noqa: ARG002
        """The whole glossary, or none of it where there is no file yet."""
        return self.read() if self.exists() else Glossary(self.name, ())

    def matching(self, text: str) -> Glossary:  # noqa: ARG002
        """The whole glossary."""
        return self.read()

    def commit(self, changes: Sequence[EntryChange], signature: Signature) -> None:  # noqa: ARG002
        """Write the changes over the file as it stands now."""
        if changes:
            store.save(applied(self.spelling(), changes), self.path)

    def layout(self, format_name: str) -> bytes:
        """The bytes of the file where it is of that format."""
        if not self.exists():
            return b""
        held = store.read_bytes(self.path)
        return held if detect(held[:HEAD], str(self.path)).name == format_name else b""

    def close(self) -> None:
        """Nothing: a file is open only while it is read."""


def stored(store_address: str) -> dict[str, str]:
    """The glossaries of a store: name → what to give `open_storage`.

    Raises `UnknownEntryError` where it is no store or there is none, `StoreError`.
    """
    from glossary.database.stored import StoredGlossary

    location = store_location(store_address)
    if location is None:
        raise UnknownEntryError(f"{store_address} is no store; write a .db file or postgresql://…")
    names = [location.glossary] if location.glossary else StoredGlossary(location).names()
    return {name: f"{store_address.partition('#')[0]}#{quote(name)}" for name in names}


def open_storage(where: Path | str, *, pooled: bool = False) -> Storage:
    """The place that a path or an address names; nothing is opened or read yet.

    With `pooled`, for a service, connections to a database are kept from one use to the next.

    Raises `UnknownEntryError` for an address that no store can have.
    """
    location = store_location(where)
    if location is None:
        return FileStorage(Path(where))
    from glossary.database.stored import StoredGlossary

    return StoredGlossary(location, pooled=pooled)
