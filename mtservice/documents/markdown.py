"""Markdown: blocks as CommonMark sees them, inline markup taken out as marks.

Code, HTML blocks, front matter, link definitions and addresses are left alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from mtservice.documents.inline import ADDRESS, Token, make_block
from mtservice.model import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token as Inline

    from mtservice.model import Mark

_TARGET = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])"
"""Where a link leads: an address, in which brackets may stand in pairs, or a label."""

_INLINE = re.compile(
    r"(?P<comment><!--(?:(?!<!--).)*?-->)"
    r"|(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<image>!\[[^\[\]\n]*\]\([^)\n]*\))"
    rf"|(?P<auto><(?:https?|mailto):[^<>\s]*>|{ADDRESS})"
    r"|(?P<formula>\$\$[!-#%-~\s]+?\$\$|\$(?!\s)[!-#%-~ ]+?(?<!\s)\$(?!\d))"
    r"|(?P<html></?[A-Za-z][^<>\n]*>)"
    r"|(?P<footnote>\[\^[^\[\]\n]+\](?::[ \t]*)?)"
    r"|(?P<task>(?<=[-+*.)] )\[[ xX]\]\s+)"
    rf"|(?P<link>\[(?=[^\[\]\n]*\]{_TARGET}))"
    rf"|(?P<linkend>\]{_TARGET})"
    r"|(?P<emphasis>\*{1,3}|~~|(?<![\w])_{1,3}|_{1,3}(?![\w]))"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);)",
    re.DOTALL,
)
_FRONT_MATTER = re.compile(r"---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_FOOTNOTE = re.compile(r"^( {0,3}\[\^[^\[\]\n]+\]):", re.MULTILINE)
_BEGINS_MARKUP = re.compile(
    r"[`*]|\\(?=[!-/:-@\[-`{-~]|$)|(?<!\w)_|_(?!\w)|\](?=[(\[:])|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
)
_IN_CELL = re.compile(rf"{_BEGINS_MARKUP.pattern}|\|")
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
        # A note is no definition of a link, though CommonMark would read it as one.
        masked = _FOOTNOTE.sub("\\1\ue000", masked)
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

    def escape(self, text: str, block: Block) -> str:
        """English that begins no markup."""
        return (_IN_CELL if block.kind == "cell" else _BEGINS_MARKUP).sub(r"\\\g<0>", text)

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
        tokens += [_wrap(text, before, after), *_tokens(text, after)]
    return make_block(number, kind, text, Span(parts[0].start, parts[-1].end), tokens)


def _wrap(text: str, before: Span, after: Span) -> Token:
    """The line break between two lines of a paragraph: soft, or hard and kept."""
    line = Span(before.end, after.start).of(text).split("\n")[0]
    if line.startswith("  "):
        return Token(Span(before.end, after.start), "alone")
    said = before.of(text)
    slashes = len(said) - len(said.rstrip("\\"))
    hard = slashes % 2
    return Token(Span(before.end - hard, after.start), "alone" if hard else "soft")


def _tokens(text: str, part: Span) -> Iterator[Token]:
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
            yield Token(span, "toggle", match.group())
        else:
            yield Token(span, "alone")
