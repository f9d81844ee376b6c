"""Markdown: blocks as CommonMark sees them, inline markup taken out as marks.

Code, HTML blocks, front matter, link definitions and addresses are left alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from mtservice.documents.inline import Token, make_block
from mtservice.model import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token as Inline

    from mtservice.model import Mark

_INLINE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<image>!\[[^\[\]\n]*\]\([^)\n]*\))"
    r"|(?P<auto><(?:https?|mailto):[^<>\s]*>|https?://[^\s<>()\[\]、。）」]+)"
    r"|(?P<html></?[A-Za-z][^<>\n]*>)"
    r"|(?P<footnote>\[\^[^\[\]\n]+\])"
    r"|(?P<link>\[(?=[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\]\n]*\])))"
    r"|(?P<linkend>\](?:\([^()\n]*\)|\[[^\]\n]*\]))"
    r"|(?P<emphasis>\*{1,3}|~~|(?<![\w])_{1,3}|_{1,3}(?![\w]))"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);)",
    re.DOTALL,
)
_FRONT_MATTER = re.compile(r"---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_KINDS = {"heading": "heading", "list_item": "item", "td": "cell", "th": "cell"}


class Markdown:
    """CommonMark with tables."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")
    media_types: tuple[str, ...] = ("text/markdown",)

    def read(self, text: str) -> tuple[Block, ...]:
        """Paragraphs, headings, items and cells."""
        body = text.replace("\r\n", " \n").replace("\r", "\n").replace("\0", " ")
        front = _FRONT_MATTER.match(body)
        masked = re.sub(r"[^\n]", " ", front.group()) + body[front.end() :] if front else body
        starts = [0, *(hit.end() for hit in re.finditer("\n", masked)), len(masked)]
        blocks: list[Block] = []
        reached = 0
        for kind, inline in _inlines(MarkdownIt("commonmark").enable("table").parse(masked)):
            parts = _parts(masked, starts, inline, reached)
            if not parts:
                continue
            reached = parts[-1].end
            block = _block(len(blocks), kind, text, parts)
            if block.text.strip():
                blocks.append(block)
        return tuple(blocks)

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English that begins no markup."""
        return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:
        """High where there are headings, links or list items of Markdown."""
        headings = len(re.findall(r"(?m)^#{1,6} \S", text))
        links = len(re.findall(r"\[[^\]\n]+\]\([^)\n]+\)", text))
        return 0.85 if headings and (headings + links) >= 2 else 0.0


def _inlines(tokens: Sequence[Inline]) -> Iterator[tuple[str, Inline]]:
    """Each run of inline text and the kind of the block that it stands in."""
    stack: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            stack.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "inline" and token.content.strip():
            kinds = [_KINDS[name] for name in stack if name in _KINDS]
            yield (kinds[-1] if kinds else "paragraph"), token


def _parts(text: str, starts: Sequence[int], inline: Inline, reached: int) -> list[Span]:
    """Where the lines of an inline run stand in the text; none where one cannot be found."""
    first, end = inline.map or (0, len(starts) - 1)
    position = max(starts[min(first, len(starts) - 1)], reached)
    limit = starts[min(end, len(starts) - 1)]
    parts = []
    for line in inline.content.split("\n"):
        said = line.strip()
        place = text.find(said, position, limit) if said else -1
        if place < 0:
            return []
        parts.append(Span(place, place + len(said)))
        position = place + len(said)
    return parts


def _block(number: int, kind: str, text: str, parts: Sequence[Span]) -> Block:
    tokens = list(_tokens(text, parts[0]))
    for before, after in pairwise(parts):
        wrap = Span(before.end, after.start)
        line = wrap.of(text).split("\n")[0].rstrip("\r")
        hard = _HARD_BREAK.search(line) or _HARD_BREAK.search(before.of(text))
        tokens += [Token(wrap, "alone" if hard else "soft"), *_tokens(text, after)]
    return make_block(number, kind, text, Span(parts[0].start, parts[-1].end), tokens)


def _tokens(text: str, part: Span) -> Iterator[Token]:
    opened: list[str] = []
    escaped = -1
    for match in _INLINE.finditer(text, part.start, part.end):
        span = Span(*match.span())
        if span.start == escaped:
            continue
        if match["escape"]:
            escaped = span.end
        if match["link"]:
            yield Token(span, "open", "link")
        elif match["linkend"]:
            yield Token(span, "close", "link")
        elif match["emphasis"]:
            sign = match.group()
            kind = "close" if sign in opened else "open"
            opened.remove(sign) if kind == "close" else opened.append(sign)
            yield Token(span, kind, sign)
        else:
            yield Token(span, "alone")
