"""SubRip subtitles: the words of each cue; numbers and timings are left alone.

The lines of a cue are one text, unless a dash says that another person speaks. English is laid out
in two balanced lines at most.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mtservice.documents.encodings import detected, marked
from mtservice.documents.inline import Token, make_block
from mtservice.documents.plain import lines
from mtservice.edits import Edit
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.model import Block, Document, Mark

LINE_CHARS = 42
"""The longest line that is easy to read; beyond it a cue is laid out in two."""

_TIME = r"\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*$", re.MULTILINE)
_CUE = re.compile(r"(?:\r\n|\r|\n)((?:[^\r\n]*\S[^\r\n]*(?:\r\n|\r|\n|\Z))*)")
_TAG = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z]+)[^<>\r\n]*>|\{\\[^{}\r\n]*\}")
_SPEAKER = re.compile(r"[-‐‑–—―－−][ \t\u3000]*(?=[^\s\-‐‑–—―－−])")


class SubRip:
    """Subtitles as `.srt` files hold them."""

    name = "srt"
    suffixes: tuple[str, ...] = (".srt",)
    media_types: tuple[str, ...] = ("application/x-subrip",)

    def read(self, text: str) -> tuple[Block, ...]:
        """The cues; in a dialogue, what each person says."""
        return tuple(
            make_block(number, "cue", text, Span(said[0].start, said[-1].end), _tokens(text, said))
            for number, said in enumerate(_said(text))
        )

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English without line breaks, and with nothing that looks like a timing."""
        return re.sub(r"[\r\n]+", " ", text).replace("-->", "→")

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:
        """Certain where a number and a timing come first."""
        return 0.95 if re.match(rf"\s*\d+\s*\n[ \t]*{_TIME}[ \t]*-->", text[:2000]) else 0.0

    def encoding(self, data: bytes) -> str | None:
        """By its byte-order mark, else by what the bytes can be."""
        return marked(data) or detected(data)

    def encode(self, text: str, encoding: str) -> bytes:
        """In the encoding that it had; in UTF-8 where that lacks a letter."""
        try:
            return text.encode(encoding)
        except UnicodeEncodeError:
            return text.encode()

    def finish(self, written: str, block: Block, document: Document) -> Sequence[Edit]:  # noqa: ARG002
        """One line, or two of about the same length."""
        first = document.text.find("\n")
        newline = "\r\n" if document.text[max(0, first - 1) : first] == "\r" else "\n"
        tags = [Span(*match.span()) for match in _TAG.finditer(written)]
        blanks = [
            Span(*match.span())
            for match in re.finditer(r"\s+", written)
            if not any(tag.start < match.start() < tag.end for tag in tags)
        ]
        breaks = _break(written, tags, blanks)
        edits = [Edit(span.start, span.end, newline if span == breaks else " ") for span in blanks]
        return [edit for edit in edits if edit.text != written[edit.start : edit.end]]


def _break(written: str, tags: Sequence[Span], blanks: Sequence[Span]) -> Span | None:
    """The blank that becomes the line break, so that the longer line is as short as can be."""
    whole = _shown(Span(0, len(written)), tags)
    if whole <= LINE_CHARS or not blanks:
        return None
    return min(
        blanks,
        key=lambda span: max(
            _shown(Span(0, span.start), tags), _shown(Span(span.end, len(written)), tags)
        ),
    )


def _shown(span: Span, tags: Sequence[Span]) -> int:
    """How many characters of it are seen."""
    return len(span) - sum(
        len(tag) for tag in tags if span.start <= tag.start and tag.end <= span.end
    )


def _said(text: str) -> Iterator[list[Span]]:
    """The lines of each text: a cue, or one person's part of it."""
    reached = 0
    for timing in _TIMING.finditer(text):
        cue = _CUE.match(text, timing.end())
        if cue is None or cue.start(1) < reached:
            continue
        reached = cue.end()
        group: list[Span] = []
        for line in lines(cue[1]):
            span = Span(line.start + cue.start(1), line.end + cue.start(1))
            speaker = _SPEAKER.match(text, span.start, span.end)
            if speaker and group:
                yield group
                group = []
            group.append(Span(speaker.end(), span.end) if speaker else span)
        if any(_TAG.sub("", line.of(text)).strip() for line in group):
            yield group


def _tokens(text: str, said: Sequence[Span]) -> Iterator[Token]:
    yield from _tags(text, said[0])
    for before, after in pairwise(said):
        wrap = Span(before.end, after.start)
        if text[wrap.start - 1].isascii() and text[wrap.end].isascii():
            yield Token(wrap, "spelled", said=" ")
        else:
            yield Token(wrap, "soft")
        yield from _tags(text, after)


def _tags(text: str, line: Span) -> Iterator[Token]:
    for match in _TAG.finditer(text, line.start, line.end):
        span = Span(*match.span())
        if not match["name"]:
            yield Token(span, "alone")
        else:
            yield Token(span, "close" if match["close"] else "open", match["name"].lower())
