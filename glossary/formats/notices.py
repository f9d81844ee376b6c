"""What a reader had to leave out of a file, counted, to be said once at the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

_SINGULAR = {
    "cells": "cell",
    "dates": "date",
    "entries": "entry",
    "fields": "field",
    "ids": "id",
    "properties": "property",
    "segments": "segment",
    "terms": "term",
    "units": "unit",
}
_PLURAL = re.compile(rf"\b(?:{'|'.join(_SINGULAR)})\b")


@dataclass(slots=True)
class Notices:
    """Collects what is passed over while a file is read; nothing is dropped unsaid."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, count: int = 1) -> None:
        """Note that `what` was left out: a phrase in the plural of one of `_SINGULAR`."""
        self.counts[what] += count

    def sentences(self) -> tuple[str, ...]:
        """`3 entries without …`, one for each kind, in the order of the kinds' names."""
        return tuple(_phrase(what, count) for what, count in sorted(self.counts.items()) if count)


def _phrase(what: str, count: int) -> str:
    if count > 1:
        return f"{count:,} {what}"
    return f"1 {_PLURAL.sub(lambda found: _SINGULAR[found[0]], what, count=1)}"
