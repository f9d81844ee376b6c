"""A paragraph of WordprocessingML (ECMA-376, part 1, chapter 17) taken to pieces."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from mtservice.documents.elements import attribute
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.documents.elements import Event

_WRAPPERS = frozenset("hyperlink ins moveTo smartTag customXml dir bdo sdtContent".split())
_STARTS = frozenset("bookmarkStart commentRangeStart permStart".split())
_ENDS = frozenset("bookmarkEnd commentRangeEnd permEnd".split())
_DROPPED = frozenset("proofErr lastRenderedPageBreak softHyphen".split())


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a paragraph."""

    kind: str
    """`text`, `alone`, `open`, `close`; `range` and `rangeend` where a bookmark begins or ends."""
    raw: tuple[Span | str, ...] = ()
    """Its XML."""
    run: str = ""
    """The properties of its run, as XML."""
    in_run: bool = False
    """Whether `raw` is the content of a run."""
    text: str = ""
    field: str = ""
    """`begin`, `separate` or `end` of a field, or its `code`."""
    is_break: bool = False
    loose: bool = False
    """Whether it is half of something whose other half is in another paragraph."""
    prefix: str = "w:"


class AtomReader:
    """Takes the paragraphs of one part to pieces."""

    def __init__(
        self, text: str, events: Sequence[Event], closings: dict[int, int], prefix: str
    ) -> None:
        self.text = text
        self.events = events
        self.closings = closings
        self.prefix = prefix

    def local(self, number: int) -> str:
        """The name of an element of WordprocessingML; the full name of another."""
        return self.events[number].name.removeprefix(self.prefix)

    def children(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The elements between two events: where each begins and ends."""
        number = first
        while number < last:
            event = self.events[number]
            end = self.closings.get(number, number) if event.kind == "open" else number
            if event.kind in ("open", "void"):
                yield number, end
            number = end + 1

    def span(self, first: int, last: int) -> Span:
        """The range of an element."""
        return Span(self.events[first].span.start, self.events[last].span.end)

    def atoms(self, first: int, last: int) -> Iterator[Atom]:
        """What stands between two events of a paragraph."""
        for start, end in self.children(first, last):
            name, whole = self.local(start), self.span(start, end)
            if name == "r":
                yield from self._run(start, end)
            elif name == "sdt":
                yield from self._control(start, end)
            elif name in _WRAPPERS and end > start:
                yield Atom("open", (self.events[start].span,), prefix=self.prefix)
                yield from self.atoms(start + 1, end)
                yield Atom("close", (self.events[end].span,), prefix=self.prefix)
            elif name in _STARTS or name in _ENDS:
                yield Atom("range" if name in _STARTS else "rangeend", (whole,))
            elif name not in _DROPPED and name != "pPr":
                yield Atom("alone", (whole,), prefix=self.prefix)

    def _control(self, start: int, end: int) -> Iterator[Atom]:
        """A content control: its properties belong to its opening."""
        inner = [
            pair for pair in self.children(start + 1, end) if self.local(pair[0]) == "sdtContent"
        ]
        if not inner or inner[0][0] == inner[0][1]:
            yield Atom("alone", (self.span(start, end),), prefix=self.prefix)
            return
        (first, last), *_ = inner
        yield Atom("open", (self.span(start, first),), prefix=self.prefix)
        yield from self.atoms(first + 1, last)
        yield Atom("close", (self.span(last, end),), prefix=self.prefix)

    def _run(self, start: int, end: int) -> Iterator[Atom]:
        properties = ""
        for first, last in self.children(start + 1, end):
            name, whole = self.local(first), self.span(first, last)
            if name == "rPr":
                properties = whole.of(self.text)
            elif name == "t":
                said = self._said(first, last)
                yield Atom("text", run=properties, text=said, prefix=self.prefix)
            elif name == "noBreakHyphen":
                yield Atom("text", run=properties, text="\u2011", prefix=self.prefix)
            elif name == "ruby":
                base = "".join(self._base(first, last))
                yield Atom("text", run=properties, text=base, prefix=self.prefix)
            elif name not in _DROPPED:
                yield self._alone(first, last, properties)

    def _alone(self, first: int, last: int, properties: str) -> Atom:
        name, whole = self.local(first), self.span(first, last)
        tag = self.events[first].span
        field, said = "", ""
        if name == "fldChar":
            field = attribute(self.text, tag, f"{self.prefix}fldchartype") or ""
        elif name == "instrText":
            field, said = "code", self._said(first, last)
        is_break = name == "cr" or (
            name == "br"
            and attribute(self.text, tag, f"{self.prefix}type") in (None, "textWrapping")
        )
        return Atom("alone", (whole,), properties, True, said, field, is_break, prefix=self.prefix)

    def _said(self, first: int, last: int) -> str:
        if first == last:
            return ""
        return unescape(self.text[self.events[first].span.end : self.events[last].span.start])

    def _base(self, first: int, last: int) -> Iterator[str]:
        """The words below the reading of a ruby."""
        for start, end in self.children(first + 1, last):
            if self.local(start) == "rubyBase":
                for number in range(start, end):
                    if self.local(number) == "t" and self.events[number].kind == "open":
                        yield self._said(number, self.closings.get(number, number))
