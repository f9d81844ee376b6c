"""Names and nouns with their renderings, from the raw term lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training import files, manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.manifest import Listed, Manifest

TERMS = "terms.tsv"

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")
_ENGLISH = re.compile(r"[A-Za-zÀ-ɏ][\wÀ-ɏ .,'’&()–-]*")
_MOST_RENDERINGS = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Renderings by Japanese term, the usual one first."""

    renderings: dict[str, tuple[str, ...]]
    names: tuple[tuple[str, str], ...]
    """Terms whose usual rendering starts with a capital, with it."""
    nouns: tuple[tuple[str, str], ...] = ()
    """The other terms."""


def collect(listed: Manifest, folder: Path) -> dict[str, list[str]]:
    """Renderings by Japanese term out of all lists, in the order of the manifest."""
    found: dict[str, list[str]] = {}
    for file in listed.terms:
        for ja, en in _usable(file, folder):
            renderings = found.setdefault(ja, [])
            if en not in renderings and len(renderings) < _MOST_RENDERINGS:
                renderings.append(en)
    return found


def write(path: Path, found: dict[str, list[str]]) -> None:
    """Write one term a line, its renderings after it."""
    files.write(path, "".join("\t".join([ja, *found[ja]]) + "\n" for ja in found))


def read(path: Path) -> Lexicon:
    """The terms that `write` wrote."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line)
    renderings = {ja: tuple(others) for ja, *others in rows}
    usual = [(ja, en[0]) for ja, en in renderings.items()]
    names = tuple(term for term in usual if term[1][0].isupper())
    return Lexicon(renderings, names, tuple(term for term in usual if not term[1][0].isupper()))


def _usable(file: Listed, folder: Path) -> Iterator[tuple[str, str]]:
    for ja, en, *rest in manifest.rows(file, folder, columns=2):
        if file.tier == "nouns" and not _is_common_noun(rest):
            continue
        said = re.sub(r"\s*\([^()]*\)", "", en).strip() if file.tier == "nouns" else en.strip()
        if _fits(ja.strip(), said):
            yield ja.strip(), said


def _is_common_noun(columns: list[str]) -> bool:
    return bool(columns) and columns[0].startswith("n") and "common" in columns[-1]


def _fits(ja: str, en: str) -> bool:
    return (
        2 <= len(ja) <= 16
        and 0 < len(en) <= 40
        and _ENGLISH.fullmatch(en) is not None
        and _JAPANESE.search(ja) is not None
        and _HIRAGANA.fullmatch(ja) is None
    )
