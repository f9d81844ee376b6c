"""How long a store takes with very many entries.

    python benchmarks/bench_store.py [TERMS [STORE]]

TERMS is a tab-separated list (source, target, more columns ignored), plain or `.xz`; without it
350,000 names are made up. STORE is where the glossary is kept, and must not exist yet: a `.db` file
or postgresql://…; without it, a file in a temporary folder. Prints seconds for each step, by the
clock and of this process's processor; on a machine that does other work the second says more.
`import` is what `glossary import` does: reading the file, bringing it together with what is there,
and writing one revision.
"""

from __future__ import annotations

import argparse
import datetime as dt
import lzma
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.changes import EntryChange, Signature, between
from glossary.edit import stamped
from glossary.formats import tsv
from glossary.formats.columns import format_cell
from glossary.matcher import Matcher
from glossary.merge import OnConflict, merge
from glossary.pause import without_collector
from glossary.storage import Storage, open_storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KATAKANA = [chr(code) for code in range(0x30A2, 0x30F4)]
MADE_UP = 350_000
SENTENCES = "{0}と{1}は昨日、{2}で会談し、共同声明を出した。{3}も加わった。"


def read_terms(path: Path) -> Iterator[tuple[str, str]]:
    """Source and target of each line that has both."""
    open_text = lzma.open if path.suffix == ".xz" else Path.open
    with open_text(path, "rt", encoding="utf-8") as file:
        for line in file:
            source, target, *_ = [*line.rstrip("\n").split("\t"), ""]
            if source.strip() and target.strip():
                yield source, target


def made_up_terms() -> Iterator[tuple[str, str]]:
    """Katakana names out of a fixed seed."""
    choose = random.Random(5)
    for number in range(MADE_UP):
        yield "".join(choose.choices(KATAKANA, k=choose.randint(4, 9))), f"Name {number}"


def house_file(terms: Iterator[tuple[str, str]]) -> str:
    """The terms as a glossary file."""
    rows = (
        "\t".join((format_cell("source", source), format_cell("target", (target,))))
        for source, target in terms
    )
    return "".join(f"{row}\n" for row in ("source\ttarget", *rows))


@contextmanager
def timed(what: str) -> Iterator[Callable[[object], None]]:
    """Print what the block took, and what it says of itself."""
    said: list[object] = []
    clock, processor = time.perf_counter(), time.process_time()
    yield said.append
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(f"{what:<34} {clock:>8.2f} {processor:>8.2f}  {' '.join(map(str, said))}", flush=True)


def measure(text: str, where: str) -> None:
    """Every step, one after the other."""
    storage: Any = open_storage(where, pooled=True)
    signature = Signature(dt.datetime.now(dt.UTC), "bench", "measured")
    print(f"{'step':<34} {'s clock':>8} {'s cpu':>8}")
    with timed("import") as say, without_collector():
        storage.create()
        incoming = tsv.read(text, name="bench")
        old = storage.read()
        plan = merge(
            old,
            incoming,
            on_conflict=OnConflict.BOTH,
            stamp=lambda entry: stamped(entry, author="bench", date="2026-01-31"),
        )
        storage.commit(between(old, plan.result), signature)
        say(f"{storage.size()} entries")
    some = plan.result.entries[:: len(plan.result) // 40]
    look(storage, some)
    with timed("edit one entry"):
        (entry,) = storage.named(some[3].id)
        changed = stamped(entry, author="bench", date="2026-02-01", reason="again")
        storage.commit([EntryChange(entry, changed)], signature)
    with timed("undo that"):
        storage.carry_out(storage.plan_undo(), signature)
    with timed("history of one entry") as say:
        say(f"{len(storage.records(some[3].id))} revisions")
    with timed("read all") as say:
        whole = storage.read()
        say(f"{len(whole)} entries")
    with timed("build a matcher of all"):
        Matcher([whole])
    storage.close()


def look(storage: Storage, some: Any) -> None:
    """What a person or a service does without reading everything."""
    with timed("show one entry, by source") as say:
        say(len(storage.named(some[5].source)))
    text = SENTENCES.format(*(entry.source for entry in some[10:14]))
    Matcher([storage.matching("語")]).find("語")  # loads the analyser's dictionary
    with timed(f"lookup in {len(text)} characters") as say:
        found = Matcher([storage.matching(text)]).find(text)
        say(f"{len(found)} hits")
    with timed("has it changed? (100 times)"):
        for _ in range(100):
            storage.stamp()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("terms", type=Path, nargs="?")
    parser.add_argument("store", nargs="?")
    options = parser.parse_args()
    text = house_file(read_terms(options.terms) if options.terms else made_up_terms())
    with tempfile.TemporaryDirectory() as folder:
        measure(text, options.store or str(Path(folder) / "bench.db"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
