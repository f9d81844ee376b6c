"""Where glossaries that are made over the DeepL face are kept: a file for each in a folder.

The files are glossaries of the house format, so that every other part of the product can use them:
by the name `deepl-<id>` over the native API, and with the glossary tools. DeepL's name for it and
the time of its making stand in a comment in the first line.
"""

from __future__ import annotations

import json
import re
import threading
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from glossary import store
from glossary.errors import GlossaryError, UnknownEntryError
from glossary.formats import tsv
from glossary.model import Glossary
from mtservice.errors import FieldError, RequestError, UnknownGlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from glossary.model import Entry

_PREFIX = "deepl-"
_HEAD = re.compile(r"# DeepL glossary (\{.*\})")


@dataclass(frozen=True, slots=True)
class KeptGlossary:
    """A glossary that was made over the face."""

    id: str
    """A UUID."""
    name: str
    """As its maker called it, verbatim; names need not differ."""
    created: datetime
    entries: tuple[Entry, ...]
    """Of Japanese into English; empty where the dictionary was deleted."""

    @property
    def shelf_name(self) -> str:
        """What the translator and the native API know it by."""
        return _PREFIX + self.id


class Keeper(Protocol):
    """What the face asks of a place for glossaries."""

    def all(self) -> tuple[KeptGlossary, ...]:
        """Every glossary, the oldest first."""
        ...

    def get(self, glossary_id: str) -> KeptGlossary:
        """The glossary of that id; raises `UnknownGlossaryError`."""
        ...

    def make(self, name: str, entries: tuple[Entry, ...]) -> KeptGlossary:
        """A new glossary; raises `RequestError` where none can be kept."""
        ...

    def change(
        self, glossary_id: str, change: Callable[[KeptGlossary], KeptGlossary]
    ) -> KeptGlossary:
        """The glossary after a change to its name or entries; raises `UnknownGlossaryError`."""
        ...

    def delete(self, glossary_id: str) -> None:
        """Remove the glossary; raises `UnknownGlossaryError`."""
        ...


class FileKeeper:
    """Glossaries in a folder. Safe to share between threads; each file is written whole."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is `None` where none is configured: nothing is kept, and making one refused."""
        self._folder = folder
        self._lock = threading.Lock()
        self._read: dict[Path, tuple[tuple[int, int], KeptGlossary]] = {}

    def all(self) -> tuple[KeptGlossary, ...]:
        """See `Keeper`; a file that is not one of the face's is passed over."""
        paths = self._folder.glob(f"{_PREFIX}*.tsv") if self._folder else ()
        found = [item for path in paths if (item := self._load(path))]
        return tuple(sorted(found, key=lambda item: (item.created, item.id)))

    def get(self, glossary_id: str) -> KeptGlossary:
        """See `Keeper`."""
        path = self._path(glossary_id)
        found = self._load(path) if path else None
        if found is None:
            raise UnknownGlossaryError("Glossary not found")
        return found

    def make(self, name: str, entries: tuple[Entry, ...]) -> KeptGlossary:
        """See `Keeper`."""
        made = KeptGlossary(str(uuid.uuid4()), name, datetime.now(UTC), entries)
        with self._lock:
            self._save(made)
        return made

    def change(
        self, glossary_id: str, change: Callable[[KeptGlossary], KeptGlossary]
    ) -> KeptGlossary:
        """See `Keeper`."""
        with self._lock:
            old = self.get(glossary_id)
            new = replace(change(old), id=old.id, created=old.created)
            self._save(new)
        return new

    def delete(self, glossary_id: str) -> None:
        """See `Keeper`."""
        with self._lock:
            path = self._path(self.get(glossary_id).id)
            if path is not None:
                path.unlink(missing_ok=True)
                self._read.pop(path, None)

    def _path(self, glossary_id: str) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / f"{_PREFIX}{_uuid(glossary_id)}.tsv"

    def _save(self, kept: KeptGlossary) -> None:
        path = self._path(kept.id)
        if path is None:
            remedy = "set MTSERVICE_GLOSSARY_DIR to a folder that the server may write in"
            raise RequestError("Glossaries cannot be kept", (FieldError("", remedy),))
        said = {"name": kept.name, "created": kept.created.isoformat()}
        table = tsv.write(Glossary(kept.shelf_name, kept.entries))
        store.write_bytes(f"# DeepL glossary {json.dumps(said)}\n{table}".encode(), path)

    def _load(self, path: Path) -> KeptGlossary | None:
        try:
            stat = path.stat()
        except OSError:
            return None
        stamp = (stat.st_mtime_ns, stat.st_size)
        held = self._read.get(path)
        if held is not None and held[0] == stamp:
            return held[1]
        found = _read(path)
        if found is not None:
            self._read[path] = (stamp, found)
        return found


def _read(path: Path) -> KeptGlossary | None:
    try:
        text = store.decode(store.read_bytes(path), str(path))
    except UnknownEntryError:
        return None
    head = _HEAD.match(text)
    if head is None:
        return None
    try:
        said = json.loads(head[1])
        name, created = str(said["name"]), datetime.fromisoformat(said["created"])
    except (ValueError, KeyError, TypeError):
        raise GlossaryError(f"{path}:1: the comment about the DeepL glossary is damaged") from None
    entries = tsv.read(text, name=path.stem, path=str(path)).entries
    return KeptGlossary(path.stem.removeprefix(_PREFIX), name, created, entries)


def _uuid(text: str) -> str:
    """The id in its one form, so that nothing else reaches the file system."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise UnknownGlossaryError("Glossary not found") from None
