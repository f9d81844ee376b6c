"""Gettext PO files: each `msgid` is read, and its translation written into the `msgstr`.

Only what is not translated yet is, unless the options say otherwise. Everything else, comments,
flags and what is obsolete among it, comes out as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtservice.documents.base import ReadOptions
from mtservice.documents.inline import Token, make_block
from mtservice.documents.stand_ins import Names, says_something
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.model import Block, Mark

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_SAID = re.compile(
    r"[ \t]*(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?"
    r'"(?P<text>(?:[^"\\\r\n]|\\.)*)"[ \t]*$'
)
_TOKEN = re.compile(
    r'(?P<join>"[ \t]*(?:\r\n|\r|\n)[ \t]*")'
    r"|(?P<escape>\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2}|.))"
    r"|(?P<placeholder>%\(\w+\)[-#0 +]*[\d.*]*[a-zA-Z]|%\{\w+\}|\$\{\w+\}|\{\{\s*[\w.]+\s*\}\}"
    r"|%(?:\d+\$)?[-#0 +']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|q|j|z|t|L)?"
    r"[diouxXeEfFgGaAcspn@](?![A-Za-z])"
    r"|\{[A-Za-z_0-9.\[\]]*(?:![rsa])?(?::[^{}\"\\]*)?\})"
    r"|(?P<percent>%%)"
    r"|(?P<tag><(?P<close>/)?(?P<name>[A-Za-z][\w:-]*)(?:[^<>\"\\]|\\\")*>)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);)"
)
_ESCAPE = re.compile(r"\\.")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}
_WRITTEN = {said: raw for raw, said in _ESCAPES.items()}


@dataclass(slots=True)
class _Entry:
    """Where the strings of an entry stand, by keyword."""

    strings: dict[str, Span] = field(default_factory=dict)


class Po:
    """A catalogue of messages, as GNU gettext describes it in the chapter on PO files."""

    name = "po"
    suffixes: tuple[str, ...] = (".po", ".pot")
    media_types: tuple[str, ...] = ("text/x-gettext-translation",)

    def read(self, text: str) -> tuple[Block, ...]:
        """The messages that have no translation yet."""
        return self.read_with(text, ReadOptions())

    def read_with(self, text: str, options: ReadOptions) -> tuple[Block, ...]:
        """The messages that have no translation yet; all of them with `overwrite`."""
        blocks: list[Block] = []
        names = Names(_ESCAPE.sub("  ", text))
        for entry in _entries(text):
            for source, target in _pairs(entry):
                if not _says(text, source) or (_says(text, target) and not options.overwrite):
                    continue
                tokens = _tokens(text, source, names)
                block = make_block(len(blocks), "message", text, source, tokens)
                if says_something(block):
                    blocks.append(replace(block, target=target))
        return tuple(blocks)

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English as PO writes it."""
        return "".join(_WRITTEN.get(character, character) for character in text)

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:
        """Certain where there is a `msgid` and a `msgstr` in lines of their own."""
        said = re.search(r'^msgid[ \t]+"', text, re.MULTILINE)
        return 0.95 if said and re.search(r'^msgstr(?:\[0\])?[ \t]+"', text, re.MULTILINE) else 0.0


def _pairs(entry: _Entry) -> Iterator[tuple[Span, Span]]:
    """Source and target of each string: the first form is the singular, all others the plural."""
    source, plural = entry.strings.get("msgid"), entry.strings.get("msgid_plural")
    if source is None:
        return
    targets = [(name, span) for name, span in entry.strings.items() if name.startswith("msgstr")]
    for number, (_, span) in enumerate(targets):
        if number and plural is None:
            return
        yield (plural if plural is not None and (number or len(targets) == 1) else source), span


def _entries(text: str) -> Iterator[_Entry]:
    entry, keyword, position = _Entry(), "", 0
    while position < len(text):
        line = _LINE.match(text, position)
        assert line is not None  # noqa: S101 - it matches nothing at least
        said = _SAID.match(line.group().rstrip("\r\n"))
        if said is None:
            keyword = ""
        elif said["keyword"]:
            keyword = said["keyword"]
            if keyword in ("msgctxt", "msgid") and "msgid" in entry.strings:
                yield entry
                entry = _Entry()
            entry.strings[keyword] = _place(said, position)
        elif keyword:
            before = entry.strings[keyword]
            entry.strings[keyword] = Span(before.start, _place(said, position).end)
        position = line.end()
    yield entry


def _place(said: re.Match[str], line: int) -> Span:
    return Span(said.start("text") + line, said.end("text") + line)


def _says(text: str, span: Span) -> bool:
    """Whether a string is more than empty."""
    return bool(re.sub(r'"[ \t]*[\r\n]+[ \t]*"', "", span.of(text)))


def _tokens(text: str, span: Span, names: Names) -> Iterator[Token]:
    names.begin_block()
    for match in _TOKEN.finditer(text, span.start, span.end):
        place = Span(*match.span())
        if match["join"]:
            yield Token(place, "soft")
        elif match["escape"]:
            said = _ESCAPES.get(match.group())
            yield Token(place, "spelled", said=said) if said else Token(place, "alone")
        elif match["tag"]:
            void = match.group().endswith("/>") or match["name"].lower() in ("br", "img", "hr")
            kind = "alone" if void else "close" if match["close"] else "open"
            yield Token(place, kind, match["name"].lower())
        elif match["placeholder"] and (word := names.name(place)):
            yield Token(place, "stand-in", said=word)
        else:
            yield Token(place, "word" if match["placeholder"] else "alone")
