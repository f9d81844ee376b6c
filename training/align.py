"""Word alignments of the pairs, piece by piece, from eflomal in both directions."""

from __future__ import annotations

import tempfile
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import clean, files, tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from training.config import Config

LINKS = "links.npz"

Links = frozenset[tuple[int, int]]
"""Pairs (source piece, target piece), counted from 0 in the unannotated texts."""


def run(config: Config) -> None:
    """Write the links of each pair of the work folder, in the order of `pairs.tsv`."""
    import eflomal

    pairs = clean.read(config.work / clean.PAIRS)
    pieces = tokenizer.load(config.work / tokenizer.MODEL)
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("ja", "en", "forward", "reverse")]
        _write_pieces(names[0], pieces.encode([pair.ja for pair in pairs], out_type=str))
        _write_pieces(names[1], pieces.encode([pair.en for pair in pairs], out_type=str))
        with names[0].open(encoding="utf-8") as ja, names[1].open(encoding="utf-8") as en:
            eflomal.Aligner().align(
                ja, en, links_filename_fwd=str(names[2]), links_filename_rev=str(names[3])
            )
        both = zip(_read(names[2]), _read(names[3]), strict=True)
        _save(config.work / LINKS, (symmetrised(*pair) for pair in both))


class Table:
    """The links that `run` wrote, one set a pair."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._flat, self._ends = stored["links"], [0, *stored["ends"].tolist()]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, pair: int) -> Links:
        rows = self._flat[self._ends[pair] : self._ends[pair + 1]].tolist()
        return frozenset((source, target) for source, target in rows)


def symmetrised(forward: Links, reverse: Links) -> Links:
    """The links that both directions have, grown by neighbours that one has and that give a piece
    without a link its first (grow-diag of Koehn et al., 2003).
    """
    links = set(forward & reverse)
    candidates = (forward | reverse) - links
    grown = True
    while grown:
        sources, targets = {s for s, _ in links}, {t for _, t in links}
        added = {
            (s, t)
            for s, t in candidates
            if (s not in sources or t not in targets) and _neighbours(s, t) & links
        }
        links |= added
        candidates -= added
        grown = bool(added)
    return frozenset(links)


def _neighbours(s: int, t: int) -> set[tuple[int, int]]:
    return {(s + i, t + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}


def _write_pieces(path: Path, lines: list[list[str]]) -> None:
    files.write(path, "".join(" ".join(pieces) + "\n" for pieces in lines))


def _read(path: Path) -> Iterator[Links]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            links = (link.split("-") for link in line.split())
            yield frozenset((int(s), int(t)) for s, t in links)


def _save(path: Path, links: Iterable[Links]) -> None:
    flat, ends = array("h"), array("q")
    for pair in links:
        flat.extend(index for link in sorted(pair) for index in link)
        ends.append(len(flat) // 2)
    with files.replacing(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, links=np.asarray(flat).reshape(-1, 2), ends=np.asarray(ends))
