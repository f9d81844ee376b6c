"""The glossaries that a translator may use, by name, read when needed and again when changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary import store
from glossary.matcher import Matcher
from glossary.model import Glossary
from glossary.version import version
from mtservice.errors import UnknownGlossaryError
from mtservice.model import GlossaryInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from glossary.model import Entry

REQUEST = "request"
"""Name of the glossary made of the terms that a caller sends along."""

_KEPT_STACKS = 16


@dataclass(frozen=True, slots=True)
class Stack:
    """Glossaries in order of precedence, ready for matching."""

    matcher: Matcher
    infos: tuple[GlossaryInfo, ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    stamp: tuple[int, int]
    glossary: Glossary
    info: GlossaryInfo


class Shelf:
    """Named glossary files; a file that changes on disk is read again at the next use.

    Matchers are kept for the stacks used last. Safe to share between threads.
    """

    def __init__(self, paths: Mapping[str, Path] | Callable[[], Mapping[str, Path]]) -> None:
        """`paths` by name; where they come and go, a function that looks for them again."""
        self._find = paths if callable(paths) else lambda: paths
        self._paths = dict(self._find())
        self._loaded: dict[str, _Loaded] = {}
        self._stacks: dict[tuple[object, ...], Stack] = {}
        self._lock = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """Known names, sorted."""
        self._paths = dict(self._find())
        return tuple(sorted(self._paths))

    def infos(self) -> tuple[GlossaryInfo, ...]:
        """Name, version and size of every known glossary; reads each."""
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

    def _load(self, name: str) -> _Loaded:
        path = self._paths.get(name)
        if path is None or not path.exists():
            self._paths = dict(self._find())
            path = self._paths.get(name)
        if path is None:
            known = ", ".join(self.names()) or "none"
            raise UnknownGlossaryError(f"no glossary is named {name!r}; known: {known}")
        try:
            stat = path.stat()
        except FileNotFoundError:
            raise UnknownGlossaryError(f"glossary {name!r}: the file {path} is gone") from None
        stamp = (stat.st_mtime_ns, stat.st_size)
        held = self._loaded.get(name)
        if held is None or held.stamp != stamp:
            glossary = store.load(path)
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
