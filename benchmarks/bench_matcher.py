"""How the matcher's cost depends on the number of terms.

    python benchmarks/bench_matcher.py [TERMS TEXT...]

TERMS is a tab-separated list (source, target, more columns ignored), plain or `.xz`; TEXT are UTF-8
files, repeated until they make a megabyte. Without them the bundled glossary and made-up names
are looked for in examples/. Prints, for 1,000 terms spread over the list, for 20,000
and 350,000: time to build, memory that the matcher holds, seconds a megabyte, and
the ratio to the smallest. Times are of the processor, so that other work does not count. The first
search loads the analyser's dictionary and is not counted. More terms make more hits, and more of
the text has to be analysed for them: that is what the ratio shows, the search itself is flat.
"""

from __future__ import annotations

import argparse
import gc
import lzma
import random
import resource
import sys
import time
from pathlib import Path

from glossary.matcher import Matcher
from glossary.model import Entry, EntryType, Glossary, Target
from glossary.store import load

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ROOT / "glossary" / "data" / "eastern-europe.tsv"
KATAKANA = [chr(code) for code in range(0x30A2, 0x30F4)]
SIZES = (1_000, 20_000, 350_000)
MEGABYTE = 1_000_000


def read_terms(path: Path, count: int) -> tuple[Entry, ...]:
    """The first `count` different terms of two characters or more."""
    open_text = lzma.open if path.suffix == ".xz" else Path.open
    entries: dict[str, Entry] = {}
    with open_text(path, "rt", encoding="utf-8") as file:
        for line in file:
            source, target, *_ = [*line.rstrip("\n").split("\t"), ""]
            if len(source) > 1 and source not in entries:
                entries[source] = Entry(source, source, (Target(target),), EntryType.TERM)
            if len(entries) == count:
                break
    return tuple(entries.values())


def made_up_terms(count: int) -> tuple[Entry, ...]:
    """Katakana names out of a fixed seed."""
    entries: dict[str, Entry] = {}
    choose = random.Random(5)
    while len(entries) < count:
        source = "".join(choose.choices(KATAKANA, k=choose.randint(5, 9)))
        entries[source] = Entry(source, source, (Target("Name"),), EntryType.PERSON)
    return tuple(entries.values())


def read_text(paths: list[Path]) -> str:
    """A megabyte of text."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    times = MEGABYTE // len(text.encode()) + 1
    return (text * times).encode()[:MEGABYTE].decode(errors="ignore")


def resident() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / MEGABYTE


def measure(entries: tuple[Entry, ...], text: str) -> tuple[float, float, float, int]:
    """Seconds to build, megabytes held, seconds a megabyte, hits."""
    gc.collect()
    before = resident()
    start = time.process_time()
    matcher = Matcher([Glossary("bench", entries)])
    built = time.process_time() - start
    gc.collect()
    held = resident() - before
    matcher.find(text[:1000])
    start = time.process_time()
    hits = len(matcher.find(text))
    return built, held, time.process_time() - start, hits


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("terms", type=Path, nargs="?")
    parser.add_argument("texts", type=Path, nargs="*")
    options = parser.parse_args()
    text = read_text(options.texts or sorted((ROOT / "examples").iterdir()))
    most = max(SIZES)
    entries = read_terms(options.terms, most) if options.terms else made_up_terms(most)
    always = () if options.terms else load(BUNDLED).entries
    print(f"{'terms':>8} {'build s':>8} {'held MB':>8} {'s/MB':>7} {'ratio':>6} {'hits':>7}")
    base = 0.0
    for size in SIZES:
        built, held, seconds, hits = measure(
            (*always, *entries[:: max(1, len(entries) // size)]), text
        )
        base = base or seconds
        print(
            f"{size:>8} {built:>8.2f} {held:>8.1f} {seconds:>7.2f} {seconds / base:>6.2f} {hits:>7}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
