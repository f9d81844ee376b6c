"""The value that segmentation gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtservice.model import Span

MAX_CHARS = 400
"""Longest piece, in code points, unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a text, or a part of an over-long one."""

    span: Span
    """Range in the text, without white space at either end or a list mark at its start."""
    separator: str
    """The white space and list marks between this piece and the next, or the end of the text."""
    rule: str
    """What ended it: `stop`, `question`, `quote`, `newline`, `long-comma` … (docs/formats)."""
