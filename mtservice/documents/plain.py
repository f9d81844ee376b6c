"""Plain text: every line that is not blank is a block; white space around it is left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.model import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.model import Mark

_LINE = re.compile(r"[^\r\n]+")


class PlainText:
    """Running text, one paragraph a line."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    media_types: tuple[str, ...] = ("text/plain",)

    def read(self, text: str) -> tuple[Block, ...]:
        """The lines of `text` that say something."""
        return tuple(
            Block(number, "paragraph", span.of(text), span)
            for number, span in enumerate(lines(text))
        )

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """The text as it is: there is no markup that it could disturb."""
        return text

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:  # noqa: ARG002 - the protocol's signature
        """Any text may be plain."""
        return 0.1


def lines(text: str) -> Iterator[Span]:
    """The ranges of the lines that are not blank, without white space at either end."""
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            yield Span(start, start + len(stripped))
