"""What a glossary format is: how it is read, how it is written, and what it cannot hold."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Protocol

from glossary.errors import FormatError
from glossary.formats.encoding import decode
from glossary.formats.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glossary.formats.xmlformat import XmlReader
    from glossary.model import Entry, Glossary

_MARK = b"\xef\xbb\xbf"


class Reader(Protocol):
    """Reads a text as a glossary; raises `FormatError` with line and column."""

    def __call__(self, text: str, *, name: str, path: str = "") -> Glossary:
        """The glossary called `name`; `path` is what errors call the file."""
        ...


class NoticingReader(Protocol):
    """A reader that also counts what it leaves out."""

    def __call__(
        self, text: str, *, name: str, path: str = "", notices: Notices | None = None
    ) -> Glossary:
        """The glossary called `name`."""
        ...


class Writer(Protocol):
    """Writes a glossary as the text of a file."""

    def __call__(self, glossary: Glossary, *, over: str = "") -> str:
        """The text; `over` is the text of the file that it replaces, whose layout may be kept."""
        ...


class BytesReader(Protocol):
    """Reads a file that is no text."""

    def __call__(self, data: bytes, *, name: str, path: str = "") -> Glossary:
        """The glossary called `name`; `path` is what errors call the file."""
        ...


class BytesWriter(Protocol):
    """Writes a glossary as a file that is no text."""

    def __call__(self, glossary: Glossary, *, over: bytes = b"") -> bytes:
        """The bytes of the file."""
        ...


def _nothing_lost(_: Glossary) -> tuple[str, ...]:
    return ()


def _all_held(glossary: Glossary) -> Glossary:
    return glossary


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is called, and how it is read and written.

    `read` and `write` work on text and refuse where the format is none; `read_bytes` and
    `write_bytes` work for every format.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    """Of the files that are taken for this format; a format without any must be asked for."""
    media_type: str
    reader: Reader | None = None
    writer: Writer | None = None
    lost: Callable[[Glossary], tuple[str, ...]] = _nothing_lost
    """What the format cannot hold of a glossary, a phrase each."""
    warnings: Callable[[Glossary], tuple[str, ...]] = _nothing_lost
    """What to mind about a file of this glossary, a sentence each."""
    held: Callable[[Glossary], Glossary] = _all_held
    """What comes back of a glossary that was written and read again."""
    noticing: NoticingReader | None = None
    xml: XmlReader | None = None
    bytes_reader: BytesReader | None = None
    bytes_writer: BytesWriter | None = None

    @property
    def is_text(self) -> bool:
        """Whether its files are text."""
        return self.reader is not None

    @property
    def is_house(self) -> bool:
        """Whether its files hold every column and nothing else, so that a read finds all."""
        return self.name in ("tsv", "json", "xlsx")

    def read(self, text: str, *, name: str, path: str = "") -> Glossary:
        """The glossary in a text; raises `FormatError` with line and column."""
        if not self.reader:
            raise FormatError(f"{self.name} is no text; give the file by its name", path=path)
        return self.reader(text, name=name, path=path)

    def write(self, glossary: Glossary, *, over: str = "") -> str:
        """The text of the file; raises `EntryError` for an entry that no file can hold."""
        if not self.writer:
            raise FormatError(f"{self.name} is no text; name a file to write it to")
        return self.writer(glossary, over=over)

    def read_bytes(
        self, data: bytes, *, name: str, path: str = "", notices: Notices | None = None
    ) -> Glossary:
        """The glossary in a file's bytes; what is left out of it is added to `notices`.

        Raises `FormatError` that names the place. An XML file may be in the encoding that it
        declares; every other text is UTF-8.
        """
        if self.xml:
            file = BytesIO(data)
            return self.xml.read_file(file, name=name, path=path, notices=notices or Notices())
        if self.bytes_reader:
            return self.bytes_reader(data, name=name, path=path)
        text = decode(data, path)
        if self.noticing:
            return self.noticing(text, name=name, path=path, notices=notices)
        return self.read(text, name=name, path=path)

    def read_file(
        self, file: BinaryIO, *, name: str, path: str = "", notices: Notices | None = None
    ) -> Glossary:
        """The glossary in an open file; of XML, no more than one entry's text is held at a time."""
        if self.xml:
            return self.xml.read_file(file, name=name, path=path, notices=notices or Notices())
        return self.read_bytes(file.read(), name=name, path=path, notices=notices)

    def entries(
        self, file: BinaryIO, *, path: str = "", notices: Notices | None = None
    ) -> Iterator[Entry]:
        """The entries of an open file one by one.

        The XML formats are read in memory that does not grow with the file; entries without an id
        of their own may then share a derived one (`rows.with_ids` parts them). Raises
        `FormatError`.
        """
        if self.xml:
            return self.xml.entries(file, path, notices or Notices())
        return iter(self.read_file(file, name="", path=path, notices=notices).entries)

    def marked(self, data: bytes) -> bytes:
        """The bytes of a file, a text begun with a byte-order mark, which Excel needs."""
        return _MARK + data.removeprefix(_MARK) if self.is_text else data

    def write_bytes(self, glossary: Glossary, *, over: bytes = b"") -> bytes:
        """The bytes of the file; raises `EntryError` for an entry that no file can hold."""
        if self.bytes_writer:
            return self.bytes_writer(glossary, over=over)
        return self.write(glossary, over=decode(over) if over else "").encode()
