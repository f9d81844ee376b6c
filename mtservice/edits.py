"""Edits of a text, and where its spans go when they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text[start:end]` becomes `text`; an insertion where both offsets are equal."""

    start: int
    end: int
    text: str

    @property
    def gain(self) -> int:
        """By how many code points the text grows."""
        return len(self.text) - (self.end - self.start)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they must be disjoint and refer to the unedited text."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])


def moved(span: Span, edits: Iterable[Edit]) -> Span:
    """Where a span of the unedited text lies afterwards.

    A span that an edit cuts into grows to the whole of what the edit wrote; an insertion at the
    very edge of a span stays outside it.
    """
    ordered = sorted(edits)
    start = _moved(span.start, ordered, is_end=False)
    return Span(start, max(start, _moved(span.end, ordered, is_end=True)))


def _moved(offset: int, edits: list[Edit], *, is_end: bool) -> int:
    gain = 0
    for edit in edits:
        if edit.end <= offset and not (is_end and edit.start == offset):
            gain += edit.gain
        elif edit.start < offset:
            return edit.start + gain + (len(edit.text) if is_end else 0)
        else:
            break
    return offset + gain
