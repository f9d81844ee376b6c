"""The glossaries that a translator may use, by name, read when needed and again when changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from glossary.errors import UnknownEntryError
from glossary.matcher import Matcher
from glossary.model import Glossary
from glossary.storage import open_storage
from glossary.version import version
from mtservice.errors import UnknownGlossaryError
from mtservice.model import GlossaryInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from pathlib import Path

    from glossary.model import Entry
    from glossary.storage import Storage

REQUEST = "request"
"""Name of the glossary made of the terms that a caller sends along."""

Places: TypeAlias = "Mapping[str, Path | str]"
"""Name → a glossary file, or a glossary in a store."""

_KEPT_STACKS = 16


@dataclass(frozen=True, slots=True)
class Stack:
    """Glossaries in order of precedence, ready for matching."""

    matcher: Matcher
    infos: tuple[GlossaryInfo, ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    stamp: Hashable
    glossary: Glossary
    info: GlossaryInfo


class Shelf:
    """Named glossaries, files and stores; one that has changed is read again at the next use.

    Matchers are kept for the stacks used last. Safe to share between threads.
    """

    def __init__(self, places: Places | Callable[[], Places]) -> None:
        """`places` by name; where they come and go, a function that looks for them again."""
        self._find = places if callable(places) else lambda: places
        self._places: dict[str, Path | str] = {}
        self._storages: dict[str, Storage] = {}
        self._loaded: dict[str, _Loaded] = {}
        self._stacks: dict[tuple[object, ...], Stack] = {}
        self._lock = threading.RLock()
        self._look()

    def close(self) -> None:
        """Give back connections to databases; the next use opens them again."""
        for storage in self._storages.values():
            storage.close()

    def names(self) -> tuple[str, ...]:
        """Known names, sorted."""
        with self._lock:
            self._look()
            return tuple(sorted(self._storages))

    def infos(self) -> tuple[GlossaryInfo, ...]:
        """Name, version and size of every known glossary; reads each."""
        with self._lock:
            return tuple(self._load(name).info for name in self.names())

    def stack(self, names: Sequence[str], terms: Sequence[Entry] = ()) -> Stack:
        """The named glossaries, first wins, below `terms`; raises `UnknownGlossaryError`."""
        with self._lock:
            loaded = [self._load(name) for name in names]
            key = (tuple((item.info.name, item.info.version) for item in loaded), tuple(terms))
            if key not in self._stacks:
                if len(self._stacks) >= _KEPT_STACKS:
                    self._stacks.pop(next(iter(self._stacks)))
                self._stacks[key] = _make_stack(loaded, terms)
            return self._stacks[key]

    def _look(self) -> None:
        """Open what has come, close what has gone."""
        found = dict(self._find())
        for name in self._places.keys() - found.keys():
            self._storages.pop(name).close()
        for name, place in found.items():
            if self._places.get(name) != place:
                self._storages[name] = open_storage(place, pooled=True)
        self._places = found

    def _load(self, name: str) -> _Loaded:
        if name in self._storages:
            try:
                return self._read(name)
            except UnknownEntryError:
                pass  # Gone; it may have come back elsewhere.
        self._look()
        if name not in self._storages:
            known = ", ".join(self.names()) or "none"
            raise UnknownGlossaryError(f"no glossary is named {name!r}; known: {known}")
        try:
            return self._read(name)
        except UnknownEntryError as error:
            raise UnknownGlossaryError(f"glossary {name!r}: {error}") from None

    def _read(self, name: str) -> _Loaded:
        storage = self._storages[name]
        stamp = storage.stamp()
        held = self._loaded.get(name)
        if held is None or held.stamp != stamp:
            glossary = storage.read()
            info = GlossaryInfo(name, version(glossary), len(glossary))
            held = _Loaded(stamp, Glossary(name, glossary.entries), info)
            self._loaded[name] = held
        return held


def _make_stack(loaded: Sequence[_Loaded], terms: Sequence[Entry]) -> Stack:
    glossaries = [item.glossary for item in loaded]
    infos = tuple(item.info for item in loaded)
    if terms:
        own = Glossary(REQUEST, tuple(terms))
        glossaries.insert(0, own)
        infos = (GlossaryInfo(REQUEST, version(own), len(own)), *infos)
    return Stack(Matcher(glossaries), infos)
