"""What a document format must provide: a reader, and how text is made safe in its markup.

Rendering is one procedure for all text formats (`render.py`): the document text is copied, and
each block's range is replaced by its translation with the block's marks put back. Laws, demanded
of every format by `tests/contract/document_contract.py`:

- blocks are in order and disjoint; what lies between them comes out byte for byte;
- a block's raw range is its text with its marks put back, so an identity translation changes
  nothing;
- a reader accepts any text: what it cannot parse is left alone or read as plain paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mtservice.model import Block, Mark


class Format(Protocol):
    """One document format."""

    name: str
    """`text`, `pdf-text`, `markdown`, `wikitext`."""
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
