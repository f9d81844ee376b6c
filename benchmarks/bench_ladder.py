"""What each rung of the ladder is worth, alone and together, by each strategy; one run.

    python benchmarks/bench_ladder.py [SET ...] [--lines N]

A SET is what `mtservice eval terms` takes. Prints a Markdown table: terms met, chrF2, and the time
of a segment as a multiple of the time without a glossary.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mtservice.constraints.enforce import RUNGS
from mtservice.constraints.prepare import ANNOTATE, CODE_SWITCH, PLAIN
from mtservice.evaluation import material
from mtservice.evaluation.term_run import Bench, TermMode, rows
from mtservice.pipeline import Consistency, TranslateOptions
from mtservice.settings import Settings
from mtservice.wiring import make_translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.evaluation.material import Material
    from mtservice.evaluation.term_run import TermRow
    from mtservice.pipeline import Translator

REPAIRS = tuple(name for name in RUNGS if name != "again")


def ways() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Strategy, what is allowed in words, and the rungs."""
    for strategy in (ANNOTATE, CODE_SWITCH, PLAIN):
        yield strategy, "the model alone", ("again",)
        yield strategy, "all", RUNGS
    for name in REPAIRS:
        yield PLAIN, f"`{name}` alone", ("again", name)


def measure(translator: Translator, one: Material, mode: TermMode, **options: object) -> TermRow:
    """One material in one mode."""
    chosen = TranslateOptions(consistency=Consistency.OFF, **options)  # type: ignore[arg-type]
    (row,) = rows(one, [mode], Bench(translator, (), chosen))
    return row


def cells(row: TermRow, base: TermRow) -> str:
    """The figures of one set."""
    if row.success is None or not row.seconds_per_segment or not base.seconds_per_segment:
        raise SystemExit(f"{row.material}: no terms; give a set that has them")
    ratio = row.seconds_per_segment / base.seconds_per_segment
    return f"{row.success.rate:.1%} | {row.chrf:.1f} | {ratio:.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--lines", type=int)
    chosen = parser.parse_args()
    if not chosen.sets:
        print("no SET given: nothing to measure")
        return
    translator = make_translator(Settings.from_env(os.environ))
    read = [material.read(path, chosen.lines) for path in chosen.sets]
    read = [material.Material(one.name, one.documents, one.terms, one.reference) for one in read]
    for one in read:
        measure(translator, one, TermMode.NONE)
    base = [measure(translator, one, TermMode.NONE) for one in read]
    heads = " | ".join(f"{one.name}: met | chrF2 | time" for one in read)
    print(f"| strategy | rungs | {heads} |")
    print("|---|---|" + "---:|---:|---:|" * len(read))
    print(f"| none | no glossary | {' | '.join(map(cells, base, base))} |", flush=True)
    for strategy, words, rungs in ways():
        found = [
            measure(translator, one, TermMode.GLOSSARY, strategy=strategy, rungs=rungs)
            for one in read
        ]
        print(f"| {strategy} | {words} | {' | '.join(map(cells, found, base))} |", flush=True)


if __name__ == "__main__":
    main()
