"""Wikitext, and the pages of MediaWiki that show it: links, refs, templates, tables, headings.

Templates that bear text (仮リンク, ruby, lang) give their text to be translated; all others, refs,
files, categories, comments and addresses are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from mtservice.documents.inline import ADDRESS, Token, make_block
from mtservice.model import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.model import Mark

_OPAQUE_TAGS = "ref|nowiki|math|pre|gallery|syntaxhighlight|source|code|score|timeline"
_ATOM = re.compile(
    r"(?P<comment><!--(?:(?!<!--).)*?-->)"
    rf"|(?P<opaque><(?P<tag>{_OPAQUE_TAGS})\b(?:[^<>]*/>|[^<>]*>(?:(?!<(?P=tag)\b).)*?</(?P=tag)\s*>))"
    r"|(?P<template>\{\{)"
    r"|(?P<file>\[\[\s*:?\s*(?:File|Image|Category|ファイル|画像|カテゴリ|[a-z]{2,3}):)"
    r"|(?P<link>\[\[(?P<target>[^\[\]|\n{}]*)(?P<bar>\|)?)"
    r"|(?P<linkend>\]\])"
    r"|(?P<external>\[(?:https?:|ftp:)?//[^\s\[\]]+(?P<label>[ \t]+)?)"
    rf"|(?P<url>{ADDRESS})"
    r"|(?P<externalend>\])"
    r"|(?P<quotes>'{2,5})"
    r"|(?P<html></?[A-Za-z][^<>\n]*>)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);)",
    re.DOTALL | re.IGNORECASE,
)
_BEARING = re.compile(
    r"\{\{\s*(?:仮リンク|日本語版にない記事リンク|ruby|ルビ|読み仮名|lang\s*\|\s*ja|small|nowrap)\s*\|"
)
_LINE = re.compile(r"[^\n]+")
_STRUCTURE = re.compile(
    r"\s*(?:(?P<heading>={1,6})(?P<title>.*)(?P=heading)\s*$|(?P<item>[*#:;]+)\s*"
    r"|(?P<table>\{\||\|\}|\|-)|(?P<caption>\|\+)|(?P<cell>[|!]))"
)
_REDIRECT = re.compile(
    r"\s*[#＃]\s*(?:REDIRECT|転送|リダイレクト)\s*[:：]?\s*\[\[[^\n]*", re.IGNORECASE
)
_LABEL = re.compile(r"(?:[^{}\[\]<>\n]*?\|)?\s*label\s*=\s*")
_WORDS = re.compile(r"[^|{}\[\]<>\n]+")
_CELL_STYLE = re.compile(r"[^|\[\]{}\n]*=[^|\[\]{}\n]*\|(?!\|)\s*")


class WikiText:
    """Wikitext as an article's source or a diff shows it."""

    name = "wikitext"
    suffixes: tuple[str, ...] = (".wiki", ".wikitext", ".mediawiki")
    media_types: tuple[str, ...] = ("text/x-wiki",)

    def read(self, text: str) -> tuple[Block, ...]:
        """Paragraphs, headings, items and cells."""
        tokens = list(_tokens(text))
        ranges = list(_ranges(text, tokens))
        blocks: list[Block] = []
        first = 0
        for kind, span in ranges:
            while first < len(tokens) and tokens[first].span.start < span.start:
                first += 1
            inside, last = [], first
            while last < len(tokens) and tokens[last].span.end <= span.end:
                inside.append(tokens[last])
                last += 1
            block = make_block(len(blocks), kind, text, span, inside)
            if block.text.strip():
                blocks.append(block)
        return tuple(blocks)

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English that begins no markup."""
        return re.sub(
            r"\[\[|\]\]|\{\{|\}\}|''+|\|", lambda hit: f"<nowiki>{hit.group()}</nowiki>", text
        )

    def opening(self, mark: Mark, block: Block) -> str:
        """`[[A]]` becomes `[[A|…]]`, so that the link still leads to A."""
        if mark.open == "[[":
            return f"[[{block.text[mark.start : mark.end]}|"
        return mark.open

    def claims(self, text: str) -> float:
        """High where there are wiki links, refs or templates."""
        links = len(re.findall(r"\[\[[^\]\n]+\]\]", text))
        signs = links + text.count("<ref") + text.count("{{")
        return 0.9 if links and signs >= 3 else 0.0


def _tokens(text: str) -> Iterator[Token]:
    """The markup of the whole text, in order, disjoint."""
    position = 0
    closings = _closings(text)
    while match := _ATOM.search(text, position):
        start, end = match.span()
        if match["template"]:
            close = closings.get(start)
            bearing = _BEARING.match(text, start)
            if close is None:
                position = end
                continue
            if bearing and (words := _words(text, bearing.end(), close)) is not None:
                yield Token(Span(start, words.start), "open", f"template{start}")
                yield Token(Span(words.end, close), "close", f"template{start}")
                position = close
                continue
            token = Token(Span(start, close), "alone")
        elif match["file"]:
            token = Token(Span(start, _file_end(text, start)), "alone")
        else:
            token = _simple(match)
        yield token
        position = token.span.end


def _simple(match: re.Match[str]) -> Token:
    span = Span(*match.span())
    if match["link"]:
        bar = match["bar"]
        return Token(span if bar else Span(span.start, span.start + 2), "open", "link")
    if match["linkend"]:
        return Token(span, "close", "link")
    if match["external"]:
        return Token(span, "open" if match["label"] else "alone", "external")
    if match["externalend"]:
        return Token(span, "close", "external")
    if match["quotes"]:
        return Token(span, "toggle", match.group())
    return Token(span, "alone")


def _closings(text: str) -> dict[int, int]:
    """Where each template ends, by where it begins; those that never end are left out."""
    opened: list[int] = []
    found = {}
    for match in re.finditer(r"\{\{|\}\}", text):
        if match.group() == "{{":
            opened.append(match.start())
        elif opened:
            found[opened.pop()] = match.end()
    return found


def _words(text: str, start: int, close: int) -> Span | None:
    """What a text-bearing template shows: its `label`, or its first parameter.

    `None` where that holds markup.
    """
    label = _LABEL.match(text, start, close - 2)
    match = _WORDS.match(text, label.end() if label else start, close - 2)
    return Span(*match.span()) if match else None


def _file_end(text: str, start: int) -> int:
    """The end of a `[[File:…]]` with links in its caption; of its line where it never ends."""
    depth = 0
    for match in re.compile(r"\[\[|\]\]|\n").finditer(text, start):
        if match.group() == "\n":
            break
        depth += 1 if match.group() == "[[" else -1
        if depth == 0:
            return match.end()
    line_end = text.find("\n", start)
    return len(text) if line_end < 0 else line_end


def _ranges(text: str, tokens: list[Token]) -> Iterator[tuple[str, Span]]:
    """Kind and range of each block: a line; a token with a line break in it does not end one."""
    masked = list(text)
    for token in tokens:
        if "\n" in token.span.of(text):
            for place in range(token.span.start, token.span.end):
                masked[place] = "\ue000" if masked[place] == "\n" else masked[place]
    redirect = _REDIRECT.match(text)
    for match in _LINE.finditer("".join(masked), redirect.end() if redirect else 0):
        yield from _line(text, Span(*match.span()), tokens)


def _line(text: str, line: Span, tokens: list[Token]) -> Iterator[tuple[str, Span]]:
    structure = _STRUCTURE.match(text, line.start, line.end)
    if structure is None:
        yield from _stripped(text, "paragraph", line)
    elif structure["heading"]:
        yield from _stripped(text, "heading", Span(*structure.span("title")))
    elif structure["item"]:
        yield from _stripped(text, "item", Span(structure.end(), line.end))
    elif structure["caption"]:
        style = _CELL_STYLE.match(text, structure.end(), line.end)
        start = style.end() if style else structure.end()
        yield from _stripped(text, "caption", Span(start, line.end))
    elif structure["cell"]:
        yield from _cells(text, Span(structure.end(), line.end), tokens)


def _cells(text: str, line: Span, tokens: list[Token]) -> Iterator[tuple[str, Span]]:
    """The cells of one line of a table; bars inside other markup do not part them."""
    first = bisect_left(tokens, line.start, key=lambda token: token.span.start)
    last = bisect_left(tokens, line.end, key=lambda token: token.span.start)
    inside = {
        place for token in tokens[first:last] for place in range(token.span.start, token.span.end)
    }
    start = line.start
    bars = [
        m for m in re.compile(r"\|\||!!").finditer(text, *_pair(line)) if m.start() not in inside
    ]
    for end, following in [*(m.span() for m in bars), (line.end, line.end)]:
        style = _CELL_STYLE.match(text, start, end)
        yield from _stripped(text, "cell", Span(style.end() if style else start, end))
        start = following


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _stripped(text: str, kind: str, span: Span) -> Iterator[tuple[str, Span]]:
    raw = span.of(text)
    if raw.strip():
        start = span.start + len(raw) - len(raw.lstrip())
        yield kind, Span(start, start + len(raw.strip()))
