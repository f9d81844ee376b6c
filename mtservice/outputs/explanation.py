"""How a segment came to say its terms: what was asked, every draft, and the verdict on it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from mtservice.model import Outcome
from mtservice.outputs.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from mtservice.constraints.ladder import Step
    from mtservice.constraints.plan import Requirement
    from mtservice.model import Span, TermOutcome
    from mtservice.pipeline import Explained

SHOWN = 3
"""Candidates of one rung that are shown unless all are asked for; the taken one always is."""

_STYLE = {Outcome.KEPT: "green", Outcome.REPAIRED: "yellow", Outcome.FAILED: "bold red"}


def print_explanation(found: Sequence[Explained], console: Console, *, every: bool = False) -> None:
    """Print each segment with its terms, the candidates in the order of the ladder, the result."""
    for number, item in enumerate(found, start=1):
        console.print(Text(f"{number}  {harmless(item.segment.text)}", "bold"))
        console.print()
        if item.plan.requirements:
            console.print(_asked(item))
        console.print(_tried(item.enforced.trace, every=every))
        console.print(_result(item))
        console.print()


def as_values(found: Sequence[Explained]) -> list[dict[str, Any]]:
    """The same for machines; every candidate is there. Offsets are code points, half-open."""
    return [
        {
            "source": item.segment.text,
            "asked": [_requirement(one) for one in item.plan.requirements],
            "tried": [_step(step) for step in item.enforced.trace],
            "text": item.enforced.text,
            "score": item.enforced.score,
            "hits": [_hit(hit) for hit in item.enforced.hits],
            "flags": [{"name": flag.name, "message": flag.message} for flag in item.flags],
        }
        for item in found
    ]


def _requirement(one: Requirement) -> dict[str, Any]:
    return {
        "entry": one.match.entry.id,
        "glossary": one.match.glossary,
        "source": {"text": one.match.text, "start": one.source.start, "end": one.source.end},
        "match": str(one.match.kind),
        "wanted": one.wanted,
        "accepted": list(one.match.renderings),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "rung": step.rung,
        "read": step.input or None,
        "prefix": step.prefix or None,
        "text": step.text,
        "score": step.score,
        "met": step.met,
        "of": step.required,
        "taken": step.taken,
        "note": step.note or None,
    }


def _hit(hit: TermOutcome) -> dict[str, Any]:
    return {
        "source": [hit.source.start, hit.source.end],
        "target": [hit.target.start, hit.target.end] if hit.target else None,
        "outcome": str(hit.outcome),
        "by": hit.by,
        "reason": hit.reason or None,
    }


def _grid(*widths: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in widths:
        table.add_column(width=width, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    return table


def _asked(item: Explained) -> Table:
    table = _grid(9, 7)
    for index, one in enumerate(item.plan.requirements):
        told = Text(f"{harmless(one.match.text)} → {one.wanted}")
        told.append(f"  {one.match.kind}, {one.match.glossary}{_others(one)}", "dim")
        table.add_row("   asked" if not index else "", _range(one.source), told)
    table.add_row("", "", "")
    return table


def _others(one: Requirement) -> str:
    others = one.match.renderings[1:]
    named = ", ".join(f"“{form}”" for form in others[:SHOWN])
    more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
    return f"; or {named}{more}" if others else ""


def _tried(trace: Sequence[Step], *, every: bool) -> Table:
    table = _grid(4, 12, 4, 5)
    for rung, steps in groupby(trace, key=lambda step: step.rung):
        chosen = list(steps)
        shown = chosen if every else _shown(chosen)
        for step in shown:
            score = "" if step.score is None else f"{step.score:.2f}".replace("-", "−")
            table.add_row(
                "   ✓" if step.taken else "   ·",
                rung,
                f"{step.met}/{step.required}",
                score,
                _candidate(step),
                style="" if step.taken else "dim",
            )
        if left := len(chosen) - len(shown):
            table.add_row("", "", "", "", Text(f"and {left} more not taken", "dim italic"))
    table.add_row("", "", "", "", "")
    return table


def _shown(steps: Sequence[Step]) -> list[Step]:
    """The taken ones, and the first of the others."""
    others = [step for step in steps if not step.taken][:SHOWN]
    return [step for step in steps if step.taken or step in others]


def _candidate(step: Step) -> Text:
    told = Text(harmless(step.text))
    if step.prefix:
        told.append(f"\nmade to begin with: {harmless(step.prefix)}", "dim")
    if step.input:
        told.append(f"\nread: {harmless(step.input)}", "dim")
    if step.note:
        told.append(f"\nnot taken: {harmless(step.note)}", "dim")
    return told


def _result(item: Explained) -> Table:
    table = _grid(9, 7)
    text = item.enforced.text
    table.add_row("   result", f"0–{len(text)}", Text(harmless(text), "bold"))
    for hit in item.enforced.hits:
        table.add_row("", _range(hit.target) if hit.target else "–", _outcome(hit, text))
    for flag in item.flags:
        table.add_row("", "", Text(harmless(f"{flag.name}: {flag.message}"), "magenta"))
    return table


def _outcome(hit: TermOutcome, text: str) -> Text:
    said = hit.target.of(text) if hit.target else hit.match.text
    told = Text(f"{harmless(said)}  ")
    told.append(f"{hit.outcome} by {hit.by}", _STYLE[hit.outcome])
    return told.append(f"; {harmless(hit.reason)}" if hit.reason else "", "dim")


def _range(span: Span) -> str:
    return f"{span.start}–{span.end}"
