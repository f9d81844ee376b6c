"""XML read safely and in bounded memory: one record at a time, with its line and column.

Built on expat, which opens no file and no connection by itself. A document type definition inside
the file, and so every entity but the five of XML, is refused before it can be used; a `DOCTYPE`
that merely names one outside of the file, as TMX 1.4 and TBX v2 have it, is passed over and never
fetched. Depth and size of a record are limited.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from xml.parsers import expat

from glossary.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

CHUNK: Final = 1 << 16
MAX_DEPTH: Final = 100
MAX_RECORD: Final = 1_000_000
"""Characters of text that one record may hold."""

_DEFINITIONS: Final = "the file brings a DTD or entities of its own, which are refused; remove them"
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
_BROKEN_LINE = re.compile(r"\s*[\r\n\t]\s*")


@dataclass(slots=True)
class Element:
    """An element of a record: its name without prefix, its namespace, and what is in it."""

    name: str
    namespace: str
    attributes: dict[str, str]
    place: tuple[int, int]
    """Line and column, from 1."""
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly in it."""
        return [item for item in self.content if isinstance(item, Element)]

    def find(self, *names: str) -> list[Element]:
        """The children with one of these names."""
        return [child for child in self.children if child.name in names]

    def descendants(self, *names: str) -> Iterator[Element]:
        """The elements with one of these names at any depth, in the order of the file."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.descendants(*names)

    def text(self, *, without: Collection[str] = ()) -> str:
        """All text in it, that of elements named in `without` left out."""
        return "".join(
            item if isinstance(item, str) else item.text(without=without)
            for item in self.content
            if isinstance(item, str) or item.name not in without
        )

    def line(self, *, without: Collection[str] = ()) -> str:
        """The text as one line, its ends stripped: wrapping in the file means nothing."""
        return _BROKEN_LINE.sub(" ", self.text(without=without)).strip()

    def prose(self) -> str:
        """The text with its line breaks, its ends stripped."""
        return self.text().strip()


def read_records(
    file: BinaryIO,
    path: str,
    *,
    records: Collection[str],
    check_root: Callable[[Element], None],
    encoding: str | None = None,
) -> Iterator[Element]:
    """The elements called one of `records`, each as soon as it is complete, and then forgotten.

    `check_root` sees the root element and raises `FormatError` where the file is something else;
    `encoding` overrides what the file says of itself. Raises `FormatError` with line and column.
    """
    builder = _Builder(path, records, check_root, encoding)
    while chunk := file.read(CHUNK):
        builder.feed(chunk, is_last=False)
        yield from builder.take()
    builder.feed(b"", is_last=True)
    yield from builder.take()


def refuse_definitions(file: IO[bytes], path: str) -> None:
    """Raise `FormatError` where the XML of `file` begins with a definition of its own."""
    builder = _Builder(path, (), lambda _: None, None)
    while not builder.has_root and (chunk := file.read(CHUNK)):
        builder.feed(chunk, is_last=False)


def root_name(file: BinaryIO, path: str) -> str:
    """The name of the root element; empty where none is found in the beginning of a file.

    Raises `FormatError` for definitions in the file.
    """
    found: list[str] = []
    builder = _Builder(path, (), lambda root: found.append(root.name), None)
    try:
        while not found and (chunk := file.read(CHUNK)):
            builder.feed(chunk, is_last=False)
    except FormatError as error:
        if not found and error.reason == _DEFINITIONS:
            raise
    return found[0] if found else ""


class _Builder:
    """Turns expat's events into records."""

    def __init__(
        self,
        path: str,
        records: Collection[str],
        check_root: Callable[[Element], None],
        encoding: str | None,
    ) -> None:
        self.path = path
        self.has_root = False
        self._records = records
        self._check_root = check_root
        self._done: deque[Element] = deque()
        self._open: list[Element] = []
        self._depth = 0
        self._size = 0
        self._parser = parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity_declared
        parser.SkippedEntityHandler = self._entity_skipped

    def feed(self, data: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(data, is_last)
        except expat.ExpatError as error:
            reason = f"not well-formed XML: {expat.ErrorString(error.code)}; {_remedy(error.code)}"
            raise self._error(reason, (error.lineno, error.offset + 1)) from None
        except (ValueError, LookupError):  # only codecs of one byte a character serve expat
            reason = "the encoding that the file declares is not supported; save it as UTF-8"
            raise self._error(reason, (1, 1)) from None

    def take(self) -> Iterator[Element]:
        while self._done:
            yield self._done.popleft()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"elements are nested deeper than {MAX_DEPTH}; the file is refused")
        namespace, _, name = tag.rpartition(" ")
        if not self._open and self.has_root and name not in self._records:
            return
        if _XML_LANG in attributes:
            attributes["xml:lang"] = attributes.pop(_XML_LANG)
        element = Element(name, namespace, attributes, self._place())
        if not self.has_root:
            self.has_root = True
            self._check_root(element)
            return
        if self._open:
            self._open[-1].content.append(element)
        else:
            self._size = 0
        self._open.append(element)
        self._grow(len(name) + sum(map(len, attributes.values())))

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._done.append(element)

    def _text(self, text: str) -> None:
        if self._open:
            self._grow(len(text))
            self._open[-1].content.append(text)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > MAX_RECORD:
            reason = f"an entry is longer than {MAX_RECORD:,} characters; the file is refused"
            raise self._error(reason, self._open[0].place)

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, has_definitions: bool
    ) -> None:
        if has_definitions:
            self._refuse_definitions()

    def _entity_declared(self, *_: object) -> None:
        self._refuse_definitions()

    def _refuse_definitions(self) -> None:
        raise self._error(_DEFINITIONS)

    def _entity_skipped(self, name: str, _is_parameter: bool) -> None:
        reason = f"the entity &{name}; is defined outside of the file; write the character itself"
        raise self._error(reason)

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _error(self, reason: str, place: tuple[int, int] | None = None) -> FormatError:
        line, column = place or self._place()
        return FormatError(reason, path=self.path, line=line, column=column)


def _remedy(code: int) -> str:
    if code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return "the file is empty or cut off; export it anew"
    return "mend the place or export the file anew"
