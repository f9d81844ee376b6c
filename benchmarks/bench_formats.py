"""What it takes to read a large file of each XML glossary format.

    python benchmarks/bench_formats.py [MEGABYTES]

Makes a file of about so many megabytes (100) in each format out of a fixed seed, and prints, each
in a process of its own: size, entries, seconds of the processor to stream the entries, and the
resident memory that the process had at most while it streamed them; then the same for reading the
whole glossary of the TMX, which holds its entries. The memory of streaming is that of Python and
the package.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import exchange
from glossary.formats import by_name
from glossary.model import Entry, Glossary, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000
FORMATS = ("tmx", "tbx", "xliff")
KATAKANA = [chr(code) for code in range(0x30A2, 0x30F4)]
CHUNK = 1_000


def made_up(seed: int) -> Iterator[Entry]:
    """Entries without an end, a sentence beside each."""
    choose = random.Random(seed)
    number = 0
    while True:
        number += 1
        source = "".join(choose.choices(KATAKANA, k=choose.randint(4, 40)))
        words = ["".join(choose.choices("aeioumnrst", k=6)) for _ in range(choose.randint(1, 12))]
        target = Target(" ".join(words).capitalize())
        yield Entry(f"made-{number}", source, (target,), note="Made for a measurement.")


def write(name: str, megabytes: int, path: Path) -> int:
    """Write a file of about that size; the number of its entries."""
    endless = made_up(7)
    batch = [next(endless) for _ in range(CHUNK)]
    bytes_each = len(by_name(name).write_bytes(Glossary("made", tuple(batch)))) / CHUNK
    count = int(megabytes * MEGABYTE / bytes_each)
    entries = (*batch, *(next(endless) for _ in range(count - CHUNK)))[:count]
    path.write_bytes(by_name(name).write_bytes(Glossary("made", entries)))
    return count


def measure(path: Path, *, whole: bool) -> None:
    """Read the file and print entries, seconds and megabytes; run in a process of its own."""
    start = time.process_time()
    if whole:
        count = len(exchange.read_file(path).glossary)
    else:
        count = sum(1 for _ in exchange.iter_entries(path))
    seconds = time.process_time() - start
    print(f"{count:>9,} {seconds:>9.1f} {peak():>8.0f}")


def peak() -> float:
    """Megabytes that this process held at most, since it began to run this program."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / MEGABYTE


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", type=int, nargs="?", default=100)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--whole", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, whole=options.whole)
        return 0
    print(f"{'format':<12} {'MB':>5} {'entries':>9} {'seconds':>9} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            path = Path(folder) / f"made.{name}"
            subprocess.run([sys.executable, __file__, *_written(name, options, path)], check=True)
    return 0


def _written(name: str, options: argparse.Namespace, path: Path) -> list[str]:
    write(name, options.megabytes, path)
    size = path.stat().st_size / MEGABYTE
    print(f"{name:<12} {size:>5.0f} ", end="", flush=True)
    if name == "tmx":
        subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True)
        print(f"{'tmx, whole':<12} {size:>5.0f} ", end="", flush=True)
        return ["--measure", str(path), "--whole"]
    return ["--measure", str(path)]


if __name__ == "__main__":
    sys.exit(main())
