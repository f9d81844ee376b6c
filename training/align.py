"""Word alignments of the pairs, piece by piece, from eflomal in both directions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import clean, files, tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        links = [symmetrised(*both) for both in zip(*map(_read, names[2:]), strict=True)]
    _save(config.work / LINKS, links)


def read(path: Path) -> list[Links]:
    """The links that `run` wrote, one set a pair."""
    with np.load(path) as stored:
        flat, ends = stored["links"], stored["ends"]
    starts = [0, *ends[:-1]]
    return [
        frozenset(map(tuple, flat[start:end].tolist()))
        for start, end in zip(starts, ends, strict=True)
    ]


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


def _save(path: Path, links: list[Links]) -> None:
    flat = [link for pair in links for link in sorted(pair)]
    ends = np.cumsum([len(pair) for pair in links])
    with files.replacing(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, links=np.array(flat, dtype=np.int16).reshape(-1, 2), ends=ends)
