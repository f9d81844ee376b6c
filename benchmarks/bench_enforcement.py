"""What it costs that terms are kept: documents with a glossary beside the same without, in one run.

    python benchmarks/bench_enforcement.py [DOCUMENT ...] [--glossary NAME] [--rung R ...]

Without documents, those of examples/. The two are taken in turn, three times after one that does
not count; the fastest of each counts. Prints for each document its segments and hits, seconds of
CPU without and with the glossary, and the ratio; then the whole.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtservice.constraints.enforce import RUNGS
from mtservice.documents.registry import decode
from mtservice.pipeline import Consistency, TranslateOptions
from mtservice.settings import Settings
from mtservice.wiring import make_translator

if TYPE_CHECKING:
    from mtservice.model import Document
    from mtservice.pipeline import Translator

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3


@dataclass(frozen=True)
class Cost:
    """One document, both ways."""

    name: str
    segments: int
    hits: int
    plain: float
    kept: float

    def __str__(self) -> str:
        ratio = self.kept / self.plain
        return (
            f"{self.name[:28]:<28} {self.segments:>8} {self.hits:>6} "
            f"{self.plain:>9.2f} {self.kept:>9.2f} {ratio:>7.2f}"
        )


def seconds(
    translator: Translator, page: Document, names: tuple[str, ...], options: TranslateOptions
) -> tuple[float, int, int]:
    """CPU seconds, segments and hits of one translation."""
    began = time.process_time()
    (document,) = translator.translate([page], glossaries=names, options=options).documents
    spent = time.process_time() - began
    return spent, len(document.segments), sum(len(one.result.hits) for one in document.segments)


def cost(
    translator: Translator, page: Document, names: tuple[str, ...], options: TranslateOptions
) -> Cost:
    """Both ways in turn, the fastest run of each."""
    plain, kept = [], []
    for run in range(RUNS + 1):
        without, _, _ = seconds(translator, page, (), options)
        with_terms, segments, hits = seconds(translator, page, names, options)
        if run:
            plain.append(without)
            kept.append(with_terms)
    return Cost(page.name, segments, hits, min(plain), min(kept))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--glossary", default="eastern-europe")
    parser.add_argument("--strategy", default="")
    parser.add_argument("--rung", action="append", choices=RUNGS, default=[])
    chosen = parser.parse_args()
    options = TranslateOptions(
        strategy=chosen.strategy,
        rungs=tuple(chosen.rung) or RUNGS,
        consistency=Consistency.OFF,
    )
    translator = make_translator(Settings.from_env(os.environ))
    paths = chosen.documents or sorted((ROOT / "examples").iterdir())
    pages = [decode(path.read_bytes(), name=path.name) for path in paths]
    print(f"{'document':<28} {'segments':>8} {'hits':>6} {'without':>9} {'with':>9} {'ratio':>7}")
    found = []
    for page in pages:
        found.append(cost(translator, page, (chosen.glossary,), options))
        print(found[-1], flush=True)
    print(
        Cost(
            "all",
            sum(one.segments for one in found),
            sum(one.hits for one in found),
            sum(one.plain for one in found),
            sum(one.kept for one in found),
        )
    )


if __name__ == "__main__":
    main()
