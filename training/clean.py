"""Pairs and terms fit for training, out of the raw files."""

from __future__ import annotations

import random
import re
import unicodedata
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training import files, manifest, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from training.config import Config, Data
    from training.manifest import Manifest

PAIRS, HELD_OUT = "pairs.tsv", "held-out.tsv"
AUTHORED = "authored"

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
_MARKS = re.compile("[⟦⟶⟧]")
_CAPITALS = re.compile(r"(?<![A-Za-z-])[A-Z]{3,}(?![A-Za-z])")
_ROMANISED = re.compile(
    r"(?:(?:[KSTHMRGBP]Y|SH|CH|TS|[KSTNHMYRWGZDBPJF])?[AEIOU]|N|M(?=[BPM])|([KSTP])(?=\1)|T(?=CH))+"
)
_ACRONYMS = frozenset("NATO NASA ANA JETRO UNESCO ASEAN USA JA".split())


@dataclass(frozen=True, slots=True)
class Pair:
    """A Japanese text, its English translation, and where they come from."""

    source: str
    tier: str
    ja: str
    en: str


def run(config: Config, listed: Manifest, data: Path, term_lists: Path) -> None:
    """Write `pairs.tsv`, `held-out.tsv` and `terms.tsv` to the work folder."""
    kept = list(_kept(config, _read_raw(config.data, listed, data)))
    random.Random(config.seed).shuffle(kept)
    held_out = _held_out(kept, config.data.held_out)
    aside = set(held_out)
    _write(config.work / HELD_OUT, held_out)
    _write(config.work / PAIRS, [pair for pair in kept if pair not in aside])
    terms.write(config.work / terms.TERMS, terms.collect(listed, term_lists))


def read(path: Path) -> list[Pair]:
    """The pairs of a file that `run` wrote."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [Pair(*line.split("\t")) for line in lines if line]


def tidy(pair: Pair, limit: int) -> Pair | None:
    """The pair in NFC with capitals of family names undone, or `None` if it teaches nothing.

    Left out are texts without Japanese or Latin letters on their side, with the term marks in them,
    longer than `limit` characters or of very unequal length.
    """
    ja, en = (" ".join(unicodedata.normalize("NFC", side).split()) for side in (pair.ja, pair.en))
    if not _JAPANESE.search(ja) or not _LATIN.search(en) or _JAPANESE.search(en):
        return None
    if _MARKS.search(ja + en) or not 2 <= len(ja) <= limit or not 0.6 <= len(en) / len(ja) <= 6:
        return None
    if pair.source == "kyoto":
        en = undo_capitals(en)
    return replace(pair, ja=ja, en=en)


def undo_capitals(en: str) -> str:
    """The text with romanised family names in capitals written as usual: TANAKA → Tanaka."""

    def written(found: re.Match[str]) -> str:
        word = found.group()
        named = _ROMANISED.fullmatch(word) or re.search(r"[A-Z][a-z]+ $", en[: found.start()])
        return word.capitalize() if named and word not in _ACRONYMS else word

    return _CAPITALS.sub(written, en)


def share(table: dict[str, float], pair: Pair) -> float:
    """The entry of a table of shares for the pair: by its source, else its tier, else 1."""
    return table.get(pair.source, table.get(pair.tier, 1.0))


def _read_raw(settings: Data, listed: Manifest, folder: Path) -> Iterator[Pair]:
    for file in listed.pairs:
        if file.tier in settings.tiers:
            for source, ja, en, *_ in manifest.rows(file, folder, columns=3):
                yield Pair(source, file.tier, ja, en)


def _kept(config: Config, pairs: Iterable[Pair]) -> Iterator[Pair]:
    settings = config.data
    for pair in pairs:
        chance = zlib.crc32(f"{config.seed} {pair.ja}".encode()) / 2**32
        if chance >= share(settings.keep, pair):
            continue
        limit = settings.max_source * (2.5 if pair.tier == AUTHORED else 1)
        tidied = tidy(pair, int(limit))
        if tidied is not None:
            yield tidied


def _held_out(pairs: list[Pair], count: int) -> list[Pair]:
    authored = [pair for pair in pairs if pair.tier == AUTHORED][: count // 2]
    others = [pair for pair in pairs if pair.tier != AUTHORED][: count - len(authored)]
    return authored + others


def _write(path: Path, pairs: Iterable[Pair]) -> None:
    lines = (f"{pair.source}\t{pair.tier}\t{pair.ja}\t{pair.en}\n" for pair in pairs)
    files.write(path, "".join(lines))
