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
            self._tidy(chosen)
        return chosen

    def get(self, key: str, *, last: bool = False) -> Finished | None:
        """The file under that key, if it is still there; a `last` look takes it out."""
        with self._lock:
            self._tidy()
            found = self._files.pop(key, None) if last else self._files.get(key)
        return found[1] if found else None

    def _tidy(self, newest: str = "") -> None:
        room = self._most_bytes - sum(len(file.data) for _, file in self._files.values())
        for key, (since, file) in list(self._files.items()):
            late = self._clock() - since > self._seconds
            if late or (room < 0 and key != newest):
                del self._files[key]
                room += 0 if late and room >= 0 else len(file.data)
