"""A paragraph of WordprocessingML as text with numbered tags, and back.

Word cuts a paragraph into runs wherever it likes. The text that is read shows only what matters:
`<g id="1">…</g>` round words that are set otherwise than most of the paragraph, or are a link, and
`<x id="2"/>` (`<br id="2"/>` for a line break) for what has no words; the names are those of XLIFF
1.2, section 2.3.2. Each number stands for XML of the original, which is put back as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from mtservice.documents.prose import escape
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtservice.documents.docx_atoms import Atom

_TAG = re.compile(r'<(?P<close>/)?(?P<name>g|x|br)(?: id="(?P<id>\d+)")?/?>')
_NO_MATTER = (
    re.compile(r"\s\w+:(?:hint|rsid\w*)=(?:\"[^\"]*\"|'[^']*')"),
    re.compile(r"<\w+:(?:lang|noProof|kern|snapToGrid)\b[^<>]*/>|<\w+:rFonts\s*/>"),
    re.compile(r"</?\w+:rPr\s*/?>|\s(?=\s|<)"),
)
"""What nobody sees, in this order: attributes, elements, what holds them."""


_MOST_NESTED = 3
"""Links within links."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a number stands for."""

    open: tuple[Span | str, ...]
    """XML of the part, and between it XML that is new."""
    close: tuple[Span | str, ...] = ()
    run: str | None = None
    """Properties of the runs inside; those outside of it where it is `None`."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is read."""

    content: Span
    """All that stands in it behind its properties."""
    text: str
    """With numbered tags."""
    items: tuple[Item, ...]
    before: tuple[Span | str, ...]
    after: tuple[Span | str, ...]
    """What has no words at its two ends, and the bounds of bookmarks and comments."""
    run: str
    """The properties of most of its words."""
    prefix: str
    """Of the names, with the colon."""


def show(content: Span, atoms: Sequence[Atom], prefix: str) -> Paragraph | None:
    """The paragraph that consists of `atoms`; `None` where it has no words or cannot be told.

    It cannot where a field or a change begins or ends within it, and in another paragraph too.
    """
    inner = [atom for atom in atoms if atom.kind not in ("range", "rangeend")]
    first = next((n for n, atom in enumerate(inner) if atom.kind != "alone"), len(inner))
    last = next((n for n in range(len(inner), 0, -1) if inner[n - 1].kind != "alone"), 0)
    words = inner[first:last]
    sizes: Counter[str] = Counter()
    for atom in words:
        if atom.kind == "text":
            sizes[_look(atom.run)] += len(atom.text.strip())
    if not sum(sizes.values()) or not _is_balanced(words):
        return None
    look = max(sizes, key=lambda name: sizes[name])
    base = next(atom.run for atom in words if atom.kind == "text" and _look(atom.run) == look)
    shower = _Shower(look, prefix)
    shower.show(words)
    starts = [part for atom in atoms if atom.kind == "range" for part in atom.raw]
    ends = [part for atom in atoms if atom.kind == "rangeend" for part in atom.raw]
    before = [part for atom in inner[:first] for part in _alone(atom, prefix)]
    after = [part for atom in inner[last:] for part in _alone(atom, prefix)]
    return Paragraph(
        content,
        "".join(shower.parts),
        tuple(shower.items),
        (*starts, *before),
        (*after, *ends),
        base,
        prefix,
    )


def write(paragraph: Paragraph, text: str, filled: Callable[[Span], str]) -> str:
    """The content of the paragraph with other text; `filled` gives the XML of the original."""
    return "".join(
        [
            _written(paragraph.before, filled),
            *_runs(paragraph, text, filled),
            _written(paragraph.after, filled),
        ]
    )


def _runs(paragraph: Paragraph, text: str, filled: Callable[[Span], str]) -> Iterator[str]:
    stack: list[Item] = []
    position = 0
    for match in _TAG.finditer(text):
        yield _run(paragraph, stack, text[position : match.start()])
        position = match.end()
        item = paragraph.items[int(match["id"]) - 1] if match["id"] else None
        if item is not None:
            yield _written(item.open, filled)
            if match["name"] == "g":
                stack.append(item)
        elif match["close"] and stack:
            yield _written(stack.pop().close, filled)
    yield _run(paragraph, stack, text[position:])
    while stack:
        yield _written(stack.pop().close, filled)


def _run(paragraph: Paragraph, stack: Sequence[Item], text: str) -> str:
    if not text:
        return ""
    w = paragraph.prefix
    look = next((item.run for item in reversed(stack) if item.run is not None), paragraph.run)
    said = escape(unescape(text))
    return f'<{w}r>{look}<{w}t xml:space="preserve">{said}</{w}t></{w}r>'


def _written(parts: Sequence[Span | str], filled: Callable[[Span], str]) -> str:
    return "".join(filled(part) if isinstance(part, Span) else part for part in parts)


def _look(run: str) -> str:
    """The properties of a run without those that nobody sees."""
    for pattern in _NO_MATTER:
        run = pattern.sub("", run)
    return run


def _is_balanced(words: Sequence[Atom]) -> bool:
    depth = 0
    for atom in words:
        depth += {"open": 1, "close": -1}.get(atom.kind, 0)
        if depth < 0 or atom.loose:
            return False
    return depth == 0


def _alone(atom: Atom, w: str) -> tuple[Span | str, ...]:
    if not atom.in_run:
        return atom.raw
    return (f"<{w}r>{atom.run}", *atom.raw, f"</{w}r>")


class _Shower:
    """Writes atoms as text with tags, and notes what the tags stand for."""

    def __init__(self, look: str, prefix: str) -> None:
        self.look = look
        self.prefix = prefix
        self.parts: list[str] = []
        self.items: list[Item] = []

    def show(self, words: Sequence[Atom]) -> None:
        looks = [self.look]
        for number, atom in enumerate(words):
            if atom.kind == "open":
                inside = _inside(words, number)
                found = {_look(item.run): item.run for item in inside if item.kind == "text"}
                look, run = next(iter(found.items())) if len(found) == 1 else (looks[-1], None)
                looks.append(look)
                self._tag("g", Item(atom.raw, _closing(words, number).raw, run))
            elif atom.kind == "close":
                looks.pop()
                self.parts.append("</g>")
            elif atom.kind == "alone":
                self._tag("br" if atom.is_break else "x", Item(_alone(atom, self.prefix)), "/")
            else:
                self._text(words, number, looks[-1])

    def _text(self, words: Sequence[Atom], number: int, around: str) -> None:
        atom = words[number]
        look = _look(atom.run)
        before = words[number - 1] if number else None
        after = words[number + 1] if number + 1 < len(words) else None
        joined = before is not None and before.kind == "text" and _look(before.run) == look
        if look != around and not joined:
            self._tag("g", Item((), (), atom.run))
        self.parts.append(escape(atom.text))
        goes_on = after is not None and after.kind == "text" and _look(after.run) == look
        if look != around and not goes_on:
            self.parts.append("</g>")

    def _tag(self, name: str, item: Item, end: str = "") -> None:
        self.items.append(item)
        self.parts.append(f'<{name} id="{len(self.items)}"{end}>')


def _inside(words: Sequence[Atom], opening: int) -> Sequence[Atom]:
    return words[opening + 1 : _closes(words, opening)]


def _closing(words: Sequence[Atom], opening: int) -> Atom:
    return words[_closes(words, opening)]


def _closes(words: Sequence[Atom], opening: int) -> int:
    depth = 0
    for number in range(opening, len(words)):
        depth += {"open": 1, "close": -1}.get(words[number].kind, 0)
        if depth == 0:
            return number
    return len(words) - 1


def without_fields(atoms: Sequence[Atom], depth: int = 0) -> list[Atom]:
    """The atoms with each field made one: a pair where it is a link, alone where it is another.

    A field that does not end here makes its atoms loose. Fields in fields in fields stand alone.
    """
    out: list[Atom] = []
    ends = _field_ends(atoms)
    number = 0
    while number < len(atoms):
        if atoms[number].field == "begin":
            end = ends.get(number)
            if end is None:
                out.append(replace(atoms[number], loose=True))
            else:
                out += _field(atoms[number : end + 1], depth)
                number = end
        else:
            atom = atoms[number]
            out.append(replace(atom, loose=True) if atom.field in ("end", "separate") else atom)
        number += 1
    return out


def _field_ends(atoms: Sequence[Atom]) -> dict[int, int]:
    """Where each field ends, by where it begins."""
    begun: list[int] = []
    ends: dict[int, int] = {}
    for number, atom in enumerate(atoms):
        if atom.field == "begin":
            begun.append(number)
        elif atom.field == "end" and begun:
            ends[begun.pop()] = number
    return ends


def _field(atoms: Sequence[Atom], depth: int) -> list[Atom]:
    separate = next((n for n, atom in enumerate(atoms) if atom.field == "separate"), len(atoms))
    said = "".join(atom.text for atom in atoms[:separate] if atom.field == "code")
    w = atoms[0].prefix
    is_link = said.strip().upper().startswith("HYPERLINK") and depth < _MOST_NESTED
    if not is_link or separate == len(atoms):
        raw = tuple(part for atom in atoms for part in _shown(atom, w))
        return [replace(atoms[0], raw=raw, in_run=False, field="")]
    head = tuple(part for atom in atoms[: separate + 1] for part in _alone(atom, w))
    words = without_fields(atoms[separate + 1 : -1], depth + 1)
    return [
        replace(atoms[0], kind="open", raw=head, in_run=False, field=""),
        *words,
        replace(atoms[-1], kind="close", raw=_alone(atoms[-1], w), in_run=False, field=""),
    ]


def _shown(atom: Atom, w: str) -> tuple[Span | str, ...]:
    """An atom as it stands, words too."""
    if atom.kind == "text":
        said = f'<{w}t xml:space="preserve">{escape(atom.text)}</{w}t>'
        return (f"<{w}r>{atom.run}{said}</{w}r>",)
    return _alone(atom, w)
