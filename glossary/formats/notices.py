"""What a reader had to leave out of a file, counted, to be said once at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Notices:
    """Collects what is passed over while a file is read; nothing is dropped unsaid."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, count: int = 1) -> None:
        """Note that `what` was left out, a noun phrase in the plural."""
        self.counts[what] += count

    def sentences(self) -> tuple[str, ...]:
        """`3 entries without …`, one for each kind, in the order of the kinds' names."""
        return tuple(f"{count:,} {what}" for what, count in sorted(self.counts.items()))
