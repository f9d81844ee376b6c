"""Prose in HTML and XML → blocks: which elements hold words, which words a tag stands among.

`Rules` say what the elements of a format are; the procedure is the same for HTML, the chapters of
an EPUB and OpenDocument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from mtservice.documents.elements import attribute, attributes, closings, events
from mtservice.documents.inline import Token, make_blocks
from mtservice.edits import Edit
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.documents.elements import Event
    from mtservice.model import Block

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"[ \t\r\n\f]*[\r\n\f][ \t\r\n\f]*|[ \t]{2,}")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the elements of a format are.

    Sets of names. An element that none of them names ends the block before it and begins another.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    """Of the elements that hold a block: `heading`, `item` …; others hold a paragraph."""
    bearing: frozenset[str] = frozenset()
    """The only elements that hold words; empty where all do.

    What stands in them and is in none of these sets is left alone with all that it holds.
    """
    pairs: frozenset[str] = frozenset()
    """Round words of a sentence: bold, links."""
    alone: frozenset[str] = frozenset()
    """Among the words of a sentence, without words: images, line breaks."""
    left: frozenset[str] = frozenset()
    """Left alone with all that they hold; among words they stand as one."""
    inline: frozenset[str] = frozenset()
    """Of those left alone, the ones that do not end a sentence."""
    islands: frozenset[str] = frozenset()
    """Among the words of a sentence, with paragraphs of their own: notes, text boxes."""
    transparent: frozenset[str] = frozenset()
    """Dropped once the words change, and what they hold is words: ruby."""
    dropped: frozenset[str] = frozenset()
    """Dropped once the words change with all that they hold: the reading above a ruby."""
    attributes: frozenset[str] = frozenset()
    """Attributes that are read as text."""
    metas: frozenset[str] = frozenset()
    """Names of `meta` elements whose content is read as text."""
    html: bool = True


def read_prose(text: str, rules: Rules) -> tuple[Block, ...]:
    """The blocks of `text`, in order; those within the markup of another behind it."""
    reader = _Reader(text, rules)
    reader.read(0, len(reader.events), Span(0, len(text)))
    reader.found.sort(key=lambda item: (item[1].start, -item[1].end))
    return make_blocks(text, reader.found)


def escape(text: str, *, quotes: bool = False) -> str:
    """Text as XML and HTML write it; what they cannot write is left out."""
    escapes = {**_ESCAPES, '"': "&quot;", "'": "&#39;"} if quotes else _ESCAPES
    return "".join(escapes.get(character, character) for character in _UNWRITABLE.sub("", text))


def language_edits(text: str, rules: Rules) -> list[Edit]:
    """The edits that make Japanese elements English ones: `lang="ja"`."""
    found = (event for event in events(text, html=rules.html) if event.kind in ("open", "void"))
    values = (
        item.value
        for event in found
        for item in attributes(text, event.span)
        if item.name in ("lang", "xml:lang")
    )
    return [
        Edit(value.start, value.end, "en")
        for value in values
        if value.of(text).lower().split("-")[0] == "ja"
    ]


class _Reader:
    """Collects blocks between the tags that end them."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.events = events(text, html=rules.html)
        self.closings = closings(self.events)
        self.found: list[tuple[str, Span, list[Token]]] = []

    def read(self, first: int, last: int, span: Span) -> None:
        """The blocks between two events, which together span `span`."""
        holders: list[str] = []
        run = _Run(self, span.start)
        number = first
        while number < last:
            event = self.events[number]
            strange = self._is_strange(event.name, holders)
            through = self._through(number, strange)
            end = self.events[through].span.end
            name, kind = event.name, self._kind(event, through > number, strange)
            if kind == "block":
                run.close(event.span.start, holders)
                if event.kind == "open" and through == number:
                    holders.append(name)
                elif event.kind == "close" and name in holders:
                    while holders.pop() != name:
                        pass
                run = _Run(self, end)
            else:
                fades = name in self.rules.transparent
                run.take(Token(Span(event.span.start, end), kind, name, fades=fades))
            if through == number:
                self._attributes(event, kind)
            if name in self.rules.islands and through > number:
                inner = Span(event.span.end, self.events[through].span.start)
                self.read(number + 1, through, inner)
            number = through + 1
        run.close(span.end, holders)

    def _is_strange(self, name: str, holders: list[str]) -> bool:
        """Whether it is an element among words that the rules do not know."""
        rules = self.rules
        if not name or not holders or holders[-1] not in rules.bearing or name in rules.bearing:
            return False
        known = rules.pairs | rules.alone | rules.left | rules.islands | rules.transparent
        return name not in known | rules.dropped

    def _through(self, number: int, strange: bool) -> int:
        """The event that ends what is taken in one with this one."""
        event, rules = self.events[number], self.rules
        if event.kind != "open":
            return number
        whole = event.name in rules.left | rules.islands | rules.dropped
        if whole or strange or self._untranslated(event):
            return self.closings.get(number, number)
        return number

    def _untranslated(self, event: Event) -> bool:
        """Whether the author says that it is to be left alone."""
        if attribute(self.text, event.span, "translate") == "no":
            return True
        return "notranslate" in (attribute(self.text, event.span, "class") or "").split()

    def _kind(self, event: Event, whole: bool, strange: bool) -> str:
        """What the event is among words: the kind of a token, or `block` where it ends them.

        `whole` where it is taken with all that it holds.
        """
        name, rules = event.name, self.rules
        if not name or strange:
            return "alone"
        if name in rules.dropped and (whole or event.kind == "void"):
            return "soft"
        if name in rules.pairs | rules.transparent:
            alone = "soft" if name in rules.transparent and not whole else "alone"
            return alone if whole or event.kind == "void" else event.kind
        if name in rules.dropped:  # one that never ends, or never began
            return "alone"
        return "alone" if name in rules.islands | rules.alone | rules.inline else "block"

    def _attributes(self, event: Event, kind: str) -> None:
        fades = kind == "soft" or event.name in self.rules.transparent
        if event.kind not in ("open", "void") or fades or self._untranslated(event):
            return
        for item in attributes(self.text, event.span):
            said = item.name in self.rules.attributes
            if event.name == "meta" and item.name == "content":
                about = attribute(self.text, event.span, "name") or attribute(
                    self.text, event.span, "property"
                )
                said = (about or "").lower() in self.rules.metas
            if said and item.value.of(self.text).strip():
                tokens = list(_words(self.text, item.value, "", ""))
                self.found.append(("attribute", _stripped(self.text, item.value), tokens))


class _Run:
    """Words and tags from the end of one block to the beginning of the next."""

    def __init__(self, reader: _Reader, start: int) -> None:
        self._reader = reader
        self._start = start
        self._tags: list[Token] = []

    def take(self, token: Token) -> None:
        """A tag among the words."""
        self._tags.append(token)

    def close(self, end: int, holders: list[str]) -> None:
        """Make a block of it if it has words, in the innermost of the elements `holders`."""
        reader, rules = self._reader, self._reader.rules
        holder = holders[-1] if holders else ""
        if rules.bearing and holder not in rules.bearing:
            return
        text = reader.text
        tags = self._tags
        bounds = [self._start, *chain.from_iterable((t.span.start, t.span.end) for t in tags), end]
        parts = [Span(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=True)]
        if not any(part.of(text).strip() for part in parts):
            return
        words = [part.of(text).strip() for part in parts]
        lasts = accumulate((word[-1:] for word in words), _latest, initial="")
        nexts = list(accumulate((word[:1] for word in reversed(words)), _latest, initial=""))
        tokens = list[Token]()
        for number, (part, before) in enumerate(zip(parts, lasts, strict=False)):
            tokens += _words(text, part, before, nexts[len(parts) - number - 1])
            tokens += tags[number : number + 1]
        span = _stripped(text, Span(self._start, end))
        inside = [t for t in tokens if span.start <= t.span.start and t.span.end <= span.end]
        kinds = [rules.kinds[name] for name in holders if name in rules.kinds]
        reader.found.append((kinds[-1] if kinds else "paragraph", span, inside))


def _latest(before: str, here: str) -> str:
    return here or before


def _stripped(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " \t\r\n\f":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\f":
        end -= 1
    return Span(start, end)


def _words(text: str, part: Span, before: str, after: str) -> Iterator[Token]:
    """Entities and white space in a stretch without tags, between two other characters."""
    marks = [(match.span(), _entity) for match in _ENTITY.finditer(text, part.start, part.end)]
    marks += [(match.span(), _space) for match in _SPACE.finditer(text, part.start, part.end)]
    for place, make in sorted(marks, key=lambda item: item[0]):
        span = Span(*place)
        left = text[span.start - 1] if span.start > part.start else before
        right = text[span.end] if span.end < part.end else after
        yield make(text, span, left, right)


def _entity(text: str, span: Span, left: str, right: str) -> Token:  # noqa: ARG001 - as `_space`
    said = unescape(span.of(text))
    if said == span.of(text) or _UNWRITABLE.search(said) or said in "\r\n\t":
        return Token(span, "alone")
    return Token(span, "spelled", said=said)


def _space(text: str, span: Span, left: str, right: str) -> Token:  # noqa: ARG001 - as `_entity`
    """A blank between two Latin words; nothing at all in Japanese."""
    if left.isascii() and right.isascii() and left and right:
        return Token(span, "spelled", said=" ")
    return Token(span, "soft")
