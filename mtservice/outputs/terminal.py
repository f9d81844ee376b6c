"""A translation for the eyes, in a terminal: aligned segments, hits marked, figures at the end.

Hits are coloured where there is colour, and bracketed where there is none:
`[kept]`, `[~repaired]`, `[!failed]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mtservice.model import Outcome
from mtservice.outputs.stretches import cut
from mtservice.outputs.summary import Summary, count, summarise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from mtservice.model import DocumentResult, PlacedSegment, Span, TranslationResult

SIDE_BY_SIDE_FROM = 100
"""Columns of a terminal from which source and target stand side by side."""

_STYLE = {Outcome.KEPT: "green", Outcome.REPAIRED: "yellow", Outcome.FAILED: "bold red"}
_BRACKETS = {Outcome.KEPT: ("[", "]"), Outcome.REPAIRED: ("[~", "]"), Outcome.FAILED: ("[!", "]")}
# A terminal would obey these; their pictures are harmless.
_PICTURES = (
    {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
)


def print_result(result: TranslationResult, console: Console) -> None:
    """Print every document of `result`, then one line of figures."""
    for document in result.documents:
        if document.document.name or len(result.documents) > 1:
            console.rule(Text(harmless(document.document.name or "text"), "bold"), align="left")
        for renderable in _document(document, console):
            console.print(renderable)
    console.print(summary_line(summarise([result])))


def summary_line(summary: Summary) -> Text:
    """`12 segments, 30 glossary hits: 28 kept, 2 repaired, 0 failed; 1 flagged; 3.2 s`."""
    line = Text(f"{count(summary.segments, 'segment')}, {count(summary.hits, 'glossary hit')}: ")
    for outcome in Outcome:
        number = getattr(summary, outcome.value)
        line.append(f"{number:,} {outcome.value}", _STYLE[outcome] if number else "dim")
        line.append(", " if outcome is not Outcome.FAILED else "; ")
    line.append(f"{summary.flagged:,} flagged", "magenta" if summary.flagged else "dim")
    return line.append(f"; {summary.seconds:.1f} s")


def _document(document: DocumentResult, console: Console) -> Iterator[RenderableType]:
    plain = console.color_system is None or console.no_color
    wide = console.width >= SIDE_BY_SIDE_FROM
    digits = len(str(len(document.segments)))
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=digits, justify="right", style="dim")
    table.add_column(ratio=1, overflow="fold")
    if wide:
        table.add_column(ratio=1, overflow="fold")
    for placed in document.segments:
        source, target = _source(placed, plain), Group(_target(placed, plain), *_notes(placed), "")
        cells = (source, target) if wide else (Group(source, target),)
        table.add_row(str(placed.id + 1), *cells)
    yield table


def _source(placed: PlacedSegment, plain: bool) -> Text:
    hits = placed.result.hits
    return _marked(placed.result.segment.text, placed, [hit.source for hit in hits], plain)


def _target(placed: PlacedSegment, plain: bool) -> Text:
    hits = placed.result.hits
    return _marked(placed.result.text, placed, [hit.target for hit in hits], plain)


def _notes(placed: PlacedSegment) -> Iterator[Padding]:
    for hit in placed.result.hits:
        if hit.target is None or hit.outcome is Outcome.FAILED:
            note = f"{hit.outcome.value}: {hit.match.text} → {hit.match.preferred}"
            why = f" ({hit.reason})" if hit.reason else ""
            yield Padding(Text(harmless(note + why), _STYLE[hit.outcome]), (0, 0, 0, 2))
    for flag in placed.result.flags:
        yield Padding(Text(harmless(f"{flag.name}: {flag.message}"), "magenta"), (0, 0, 0, 2))


def _marked(raw: str, placed: PlacedSegment, spans: list[Span | None], plain: bool) -> Text:
    marked = Text()
    for stretch in cut(raw, spans):
        text = harmless("".join(part.text for part in stretch.parts))
        if stretch.hit is None:
            marked.append(text)
            continue
        outcome = placed.result.hits[stretch.hit].outcome
        left, right = _BRACKETS[outcome] if plain else ("", "")
        marked.append(f"{left}{text}{right}", _STYLE[outcome])
    return marked


def harmless(text: str) -> str:
    """The text with characters that a terminal would obey shown as pictures."""
    return text.translate(_PICTURES)
