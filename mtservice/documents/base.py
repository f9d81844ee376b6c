"""What a document format must provide: a reader, and how text is made safe in its markup.

Rendering is one procedure for all text formats (`render.py`): the document text is copied, and
each block's range is replaced by its translation with the block's marks put back. Laws, demanded
of every format by `tests/contract/document_contract.py`:

- blocks are in order and disjoint; what lies between them comes out byte for byte (a block may lie
  inside a mark of the one before it: the alternative text of an image in a sentence);
- a block's raw range is its text with its marks put back, so an identity translation changes
  nothing;
- a reader accepts any text: what it cannot parse is left alone or read as plain paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.edits import Edit
    from mtservice.model import Block, Document, Mark


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a caller may say about how documents are read."""

    fields: tuple[str, ...] = ()
    """Fields of JSONL and columns of TSV that hold text; empty for the usual names."""
    overwrite: bool = False
    """Whether what is translated already, in a PO file, is translated again."""
    max_unpacked_bytes: int = 200_000_000
    """How much a packed file may hold."""
    max_pages: int = 5_000
    """How many pages a PDF may have."""


class Format(Protocol):
    """One document format."""

    name: str
    """`text`, `pdf-text`, `markdown`, `wikitext`, `html`, `docx` …"""
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]

    def read(self, text: str) -> tuple[Block, ...]:
        """The blocks of a decoded document text."""
        ...

    def escape(self, text: str, block: Block) -> str:
        """English text made safe to stand in the markup around `block`."""
        ...

    def opening(self, mark: Mark, block: Block) -> str:
        """The opening markup of a paired mark once the words inside it have changed."""
        ...

    def claims(self, text: str) -> float:
        """How sure (0–1) the format is that `text`, of no known suffix, is its own."""
        ...


@runtime_checkable
class Configurable(Protocol):
    """A format that reads by options."""

    def read_with(self, text: str, options: ReadOptions) -> tuple[Block, ...]:
        """The blocks of a decoded document text. Raises `DocumentError`."""
        ...


@runtime_checkable
class Finishing(Protocol):
    """A format in which a translated block is put in order as a whole: lines of a subtitle."""

    def finish(self, written: str, block: Block, document: Document) -> Sequence[Edit]:
        """The edits that `written`, a block of `document` as it was rendered, needs."""
        ...


@runtime_checkable
class Amending(Protocol):
    """A format that says somewhere which language its text is in."""

    def amendments(self, document: Document) -> Sequence[Edit]:
        """What else of the document changes once its words have: `lang="ja"` to `lang="en"`."""
        ...


@runtime_checkable
class Encoded(Protocol):
    """A format in which other encodings than UTF-8 are usual."""

    def encoding(self, data: bytes) -> str | None:
        """The encoding that the bytes declare, or must be in; `None` where nothing says so."""
        ...

    def encode(self, text: str, encoding: str) -> bytes:
        """The translated text in the encoding that the document had."""
        ...


class FileFormat(Format, Protocol):
    """A format of files that are more than text."""

    def unpack(self, data: bytes, name: str, options: ReadOptions) -> Document:
        """The document in a file. Raises `DocumentError`, `TooLargeError`."""
        ...

    def recognises(self, data: bytes) -> bool:
        """Whether the bytes are such a file."""
        ...
