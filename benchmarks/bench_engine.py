"""The engine beside stock argostranslate: same package, sentences, beam and machine, in one run.

    python benchmarks/bench_engine.py [SENTENCES] [--package FILE] [--lines N]

SENTENCES has one Japanese sentence a line; without it, those of examples/. Needs argostranslate and
all that it declares (torch, stanza: some gigabytes). Its sentence splitter is left out: it would
fetch a model, and the lines are sentences already. Each side translates all lines three times; the
fastest run of each counts. Prints seconds, sentences a second, the ratio, and how many lines come
out alike.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mtservice.documents.registry import decode
from mtservice.engine.argos import ArgosEngine
from mtservice.engine.base import EngineOptions, EngineRequest
from mtservice.engine.package import open_package
from mtservice.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ROOT / "mtservice" / "bundled"
RUNS = 3


def sentences(path: Path | None) -> list[str]:
    """The lines of a file, or the sentences of the examples."""
    if path is not None:
        return path.read_text(encoding="utf-8").splitlines()
    documents = [
        decode(file.read_bytes(), name=file.name) for file in (ROOT / "examples").iterdir()
    ]
    return [item.text for page in documents for block in page.blocks for item in segment(block)]


def ours(package: Path) -> Callable[[Sequence[str]], list[str]]:
    """This engine: all sentences in one call."""
    engine = ArgosEngine(open_package(package))
    options = EngineOptions(beam_size=4, attention=False)

    def translate(lines: Sequence[str]) -> list[str]:
        drafts = engine.translate([EngineRequest(line) for line in lines], options)
        return [draft[0].text for draft in drafts]

    return translate


def stock(package: Path, home: Path) -> Callable[[Sequence[str]], list[str]]:
    """argostranslate as it comes, with the threads that it chooses; a call for each sentence."""
    os.environ |= {"XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home), "HOME": str(home)}
    from argostranslate import package as packages
    from argostranslate import sbd, translate

    packages.install_from_path(package)
    sbd.MiniSBDSentencizer.split_sentences = lambda _, text: [text]
    return lambda lines: [translate.translate(line, "ja", "en") for line in lines]


def fastest(
    translate: Callable[[Sequence[str]], list[str]], lines: Sequence[str]
) -> tuple[float, list[str]]:
    """Seconds of the fastest run, and the translations."""
    translate(lines[:8])
    seconds, out = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        out = translate(lines)
        seconds.append(time.perf_counter() - began)
    return min(seconds), out


def main() -> None:
    """Time both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sentences", type=Path, nargs="?")
    parser.add_argument("--package", type=Path, default=next(BUNDLED.glob("*.argosmodel")))
    parser.add_argument("--lines", type=int, default=200)
    chosen = parser.parse_args()
    if find_spec("torch") is None or find_spec("stanza") is None:
        print("bench_engine: left out, argostranslate has no torch or stanza here")
        return
    lines = sentences(chosen.sentences)[: chosen.lines]
    with tempfile.TemporaryDirectory() as home:
        theirs, said = fastest(stock(chosen.package, Path(home)), lines)
    here, answers = fastest(ours(chosen.package), lines)
    alike = sum(one == other for one, other in zip(said, answers, strict=True))
    for name, seconds in (("argostranslate", theirs), ("mtservice", here)):
        print(f"{name:15} {seconds:6.1f} s  {len(lines) / seconds:6.1f} sentences/s")
    print(f"ratio           {theirs / here:6.1f}    {alike} of {len(lines)} lines alike")


if __name__ == "__main__":
    main()
