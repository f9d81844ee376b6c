"""Documents of several XML parts in one file: their text is the text of all blocks, one a line.

Between two blocks the document text has a form feed and a line feed. XML cannot hold the former, so
that the translated text falls into the same pieces, which go back to where they came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from mtservice.edits import Edit, apply
from mtservice.model import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.documents.archive import Archive
    from mtservice.documents.xml_part import XmlPart
    from mtservice.model import Block

BETWEEN = "\f\n"


class Layout(Protocol):
    """A part of a packed document, and how pieces are put back into it."""

    @property
    def part(self) -> XmlPart:
        """The part."""
        ...

    def pieces(self) -> Sequence[tuple[str, Sequence[Block]]]:
        """The text of each piece, and its blocks, whose spans point into that text."""
        ...

    def build(self, pieces: Sequence[str]) -> str:
        """The part with other text in each piece."""
        ...


@dataclass(frozen=True, slots=True)
class PackedContainer:
    """The file that a document was packed in."""

    archive: Archive
    layouts: tuple[Layout, ...]
    media_type: str
    suffix: str = ""

    def build(self, text: str, changed: bool) -> bytes:
        """The file with the translated text; see `Container`."""
        if not changed:
            return self.archive.data
        pieces = text.split(BETWEEN)
        parts, taken = {}, 0
        for layout in self.layouts:
            count = len(layout.pieces())
            said = layout.build(pieces[taken : taken + count])
            taken += count
            if said != layout.part.text:
                parts[layout.part.name] = layout.part.encoded(said)
        return self.archive.replaced(parts)


def pack(
    name: str, form: str, archive: Archive, layouts: Sequence[Layout], media_type: str
) -> Document:
    """The document in an archive, of the format `form`."""
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for layout in layouts:
        for text, inside in layout.pieces():
            blocks += _shifted(inside, start, len(blocks))
            texts.append(text)
            start += len(text) + len(BETWEEN)
    container = PackedContainer(archive, tuple(layouts), media_type)
    return Document(name, form, BETWEEN.join(texts), tuple(blocks), container=container)


def _shifted(blocks: Sequence[Block], by: int, first: int) -> Iterator[Block]:
    for number, block in enumerate(blocks, first):
        yield replace(block, id=number, span=Span(block.span.start + by, block.span.end + by))


@dataclass(frozen=True, slots=True)
class ProseLayout:
    """A part whose pieces are blocks as they stand in it, tags and all."""

    part: XmlPart
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...] = ()
    """What else changes in the part once anything in the document has."""

    def pieces(self) -> list[tuple[str, list[Block]]]:
        """Each block that lies in no other, with those that lie in it."""
        found: list[tuple[str, list[Block]]] = [
            (place.of(self.part.text), []) for place in self._places()
        ]
        number, places = -1, self._places()
        for block in self.blocks:
            if number < 0 or block.span.start >= places[number].end:
                number += 1
            found[number][1].extend(_shifted([block], -places[number].start, 0))
        return found

    def build(self, pieces: Sequence[str]) -> str:
        """The part with other text for each of them, and with its edits."""
        places = self._places()
        edits = [
            Edit(place.start, place.end, text) for place, text in zip(places, pieces, strict=True)
        ]
        outside = [
            edit
            for edit in self.edits
            if not any(place.start <= edit.start < place.end for place in places)
        ]
        return apply(self.part.text, [*edits, *outside])

    def _places(self) -> list[Span]:
        """Where the pieces stand."""
        found: list[Span] = []
        for block in self.blocks:
            if not found or block.span.start >= found[-1].end:
                found.append(block.span)
        return found
