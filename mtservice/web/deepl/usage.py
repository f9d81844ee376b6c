"""`/v2/usage`: how much was translated over the face since the server started."""

from __future__ import annotations

import threading

UNLIMITED = 1_000_000_000_000
"""What DeepL itself answers where there is no limit."""


class Usage:
    """A count of characters. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._characters = 0

    def add(self, characters: int) -> None:
        """Count characters that were translated."""
        with self._lock:
            self._characters += characters

    def to_dict(self) -> dict[str, int]:
        """The values of the JSON body."""
        return {"character_count": self._characters, "character_limit": UNLIMITED}
