"""One segment as HTML: source and target side by side, its hits linked, its troubles noted.

A hit is a `<mark>` on both sides. Each mark holds a link to its twin, so that it can be reached by
keyboard and works without any script; a hit without a place in the target is linked to the note
that says why. Nothing of the caller's text is written unescaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from mtservice.model import Outcome
from mtservice.outputs.stretches import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.model import Flag, PlacedSegment, TermOutcome
    from mtservice.outputs.stretches import Part, Stretch

# HTML cannot hold these; their pictures can be seen and searched for.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)}


@dataclass(frozen=True, slots=True)
class _Row:
    """A segment cut up for writing."""

    key: str
    hits: Sequence[TermOutcome]
    source: tuple[Stretch, ...]
    target: tuple[Stretch, ...]

    def marks(self, side: str) -> set[int | None]:
        """Indices of the hits that are marked on a side."""
        return {stretch.hit for stretch in (self.source if side == "source" else self.target)}

    def twin(self, hit: int, side: str) -> str:
        """The id that a mark leads to: the same hit on the other side, else the note on it."""
        other = "target" if side == "source" else "source"
        return f"{self.key}h{hit}-{other if hit in self.marks(other) else 'note'}"


def render_segment(placed: PlacedSegment, prefix: str) -> str:
    """The list item of one segment; `prefix` makes its ids unique within the page."""
    row, number = _cut(placed, f"{prefix}s{placed.id}"), placed.id + 1
    kinds = " ".join(("segment", *_kinds(placed)))
    return (
        f'<li class="{kinds}" id="{row.key}">'
        f'<a class="number" href="#{row.key}" aria-label="Segment {number}">{number}</a>'
        f'<p class="source" lang="ja">{_side(row, "source")}</p>'
        f'<p class="target" lang="en">{_side(row, "target")}</p>'
        f"{_notes(row, placed.result.flags)}</li>\n"
    )


def safe(text: str) -> str:
    """`text` to stand in HTML, in an attribute too."""
    return escape(text.translate(_PICTURES), quote=True)


def _kinds(placed: PlacedSegment) -> Iterator[str]:
    outcomes = {hit.outcome for hit in placed.result.hits}
    yield from ("has-" + outcome.value for outcome in Outcome if outcome in outcomes)
    if placed.result.flags:
        yield "has-flag"


def _cut(placed: PlacedSegment, key: str) -> _Row:
    result = placed.result
    hits, flags = result.hits, result.flags
    return _Row(
        key,
        hits,
        cut(result.segment.text, [it.source for it in hits], [it.source for it in flags]),
        cut(result.text, [it.target for it in hits], [it.target for it in flags]),
    )


def _side(row: _Row, side: str) -> str:
    stretches = row.source if side == "source" else row.target
    return "".join(_stretch(stretch, row, side) for stretch in stretches)


def _stretch(stretch: Stretch, row: _Row, side: str) -> str:
    inner = "".join(map(_part, stretch.parts))
    if stretch.hit is None:
        return inner
    hit = row.hits[stretch.hit]
    about = _about(hit) if side == "source" else ""
    return (
        f'<mark class="hit {hit.outcome.value}" id="{row.key}h{stretch.hit}-{side}">'
        f'<a href="#{row.twin(stretch.hit, side)}" '
        f'aria-label="{_label(hit, side, stretch)}"{about}>{inner}</a></mark>'
    )


def _part(part: Part) -> str:
    return f'<span class="flagged">{safe(part.text)}</span>' if part.flagged else safe(part.text)


def _label(hit: TermOutcome, side: str, stretch: Stretch) -> str:
    said = safe("".join(part.text for part in stretch.parts))
    if side == "target":
        return f"{said}, for {safe(hit.match.text)}, {hit.outcome.value}"
    return f"{said}, {hit.outcome.value}, wanted: {safe(hit.match.preferred)}"


def _about(hit: TermOutcome) -> str:
    """What the script shows of a hit and filters by; the target side finds it at its twin."""
    term = f"{hit.match.text} → {hit.match.preferred}"
    met = hit.by and hit.outcome is not Outcome.FAILED
    how = [f"{hit.outcome.value} by {hit.by}" if met else hit.outcome.value]
    how += [f"{hit.match.kind.value} match", f"{hit.match.glossary} / {hit.match.entry.id}"]
    about = " · ".join([*how, hit.reason] if hit.reason else how)
    return f' data-term="{safe(term)}" data-about="{safe(about)}"'


def _notes(row: _Row, flags: Sequence[Flag]) -> str:
    """What the marks cannot say: hits that failed or are not marked on both sides, and flags."""
    both = row.marks("source") & row.marks("target")
    notes = [
        _hit_note(f"{row.key}h{index}-note", hit)
        for index, hit in enumerate(row.hits)
        if index not in both or hit.outcome is Outcome.FAILED
    ]
    notes += map(_flag_note, flags)
    return f'<ul class="notes">{"".join(notes)}</ul>' if notes else ""


def _hit_note(name: str, hit: TermOutcome) -> str:
    why = f": {safe(hit.reason)}" if hit.reason else ""
    return (
        f'<li class="note {hit.outcome.value}" id="{name}"><b>{hit.outcome.value}</b> '
        f'<span lang="ja">{safe(hit.match.text)}</span> → '
        f'<span lang="en">{safe(hit.match.preferred)}</span>{why}</li>'
    )


def _flag_note(flag: Flag) -> str:
    return (
        f'<li class="note flag" data-flag="{safe(flag.name)}">'
        f"<b>{safe(flag.name)}</b> {safe(flag.message)}</li>"
    )
