"""Finished files that wait to be fetched: in memory, bounded, and not for ever."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Finished:
    """A translated file."""

    name: str
    data: bytes
    content_type: str = ""
    """Its media type; empty where the name says enough."""


class Outbox:
    """Keeps files under keys that cannot be guessed; the oldest go when there is no room.

    Safe to share between threads.
    """

    def __init__(
        self,
        *,
        most_bytes: int = 256_000_000,
        seconds: float = 3600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._files: dict[str, tuple[float, Finished]] = {}

    def put(self, file: Finished, key: str = "") -> str:
        """Keep a file; the key to fetch it by."""
        chosen = key or secrets.token_hex(16)
        with self._lock:
            self._files[chosen] = (self._clock(), file)
            self._make_room(chosen)
        return chosen

    def get(self, key: str, *, last: bool = False) -> Finished | None:
        """The file under that key, if it is still there; a `last` look takes it out."""
        with self._lock:
            self._drop_late()
            found = self._files.pop(key, None) if last else self._files.get(key)
        return found[1] if found else None

    def _drop_late(self) -> None:
        now = self._clock()
        for key, (since, _) in list(self._files.items()):
            if now - since > self._seconds:
                del self._files[key]

    def _make_room(self, newest: str) -> None:
        self._drop_late()
        excess = sum(len(file.data) for _, file in self._files.values()) - self._most_bytes
        for key, (_, file) in list(self._files.items()):
            if excess > 0 and key != newest:
                del self._files[key]
                excess -= len(file.data)
