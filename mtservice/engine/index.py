"""The Argos package index: what it offers, and fetching from it with size and hash checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtservice.engine import argospm, download
from mtservice.engine.archive import Staging
from mtservice.engine.install import install_file
from mtservice.engine.package import PAIR, SUFFIX, comparable
from mtservice.errors import ModelNotFoundError, NetworkError, PackageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mtservice.engine.argospm import Entry
    from mtservice.engine.download import Progress
    from mtservice.engine.models import Places
    from mtservice.engine.package import Package

_REMEDY = (
    "on a machine without internet, carry the package in and run: mtservice models install FILE"
)
_MAX_INDEX_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Known:
    """A published file whose bytes are known."""

    size: int
    sha256: str


OFFICIAL: Mapping[str, Known] = {
    "translate-ja_en-1_1": Known(
        117_155_716, "623e3477959a815eb0a5ef53e09079ae8f1f9d3bbcd230473baf28c03fb83335"
    ),
}


def index(*, timeout: float = 30.0) -> tuple[Entry, ...]:
    """The translation packages that argostranslate's index offers.

    `timeout` is the longest wait for an answer, in seconds. Raises `NetworkError`.
    """
    address = argospm.index_url()
    if address is None:
        raise NetworkError(
            "argostranslate, which knows the package index, is not installed "
            f"(pip install 'mtservice[argos]'); {_REMEDY}"
        )
    try:
        data = download.read(address, limit=_MAX_INDEX_BYTES, timeout=timeout)
    except NetworkError as error:
        raise NetworkError(f"{error}; {_REMEDY}") from error
    return argospm.entries(_parsed(data, address))


def install_index(
    places: Places,
    *,
    pair: tuple[str, str] = PAIR,
    timeout: float = 30.0,
    progress: Progress | None = None,
) -> Package:
    """Fetch the newest package for a pair of languages from the index, check and install it.

    Size and SHA-256 are checked for the packages of `OFFICIAL`; see `is_official`. `progress` is
    called with the bytes so far and the bytes in all (`None` if unknown). Raises `NetworkError`,
    `ModelNotFoundError` when the index has none, `PackageError` when what came is not sound.
    """
    entry = newest(index(timeout=timeout), pair)
    known = OFFICIAL.get(entry.name)
    with Staging(places.unpacked_dir) as staging:
        file = staging / f"{entry.name}{SUFFIX}"
        _fetch(entry, file, known, timeout, progress)
        return install_file(file, places, pair=pair)


def newest(entries: Sequence[Entry], pair: tuple[str, str]) -> Entry:
    """The newest of `entries` for a pair of languages. Raises `ModelNotFoundError`."""
    found = [entry for entry in entries if (entry.from_code, entry.to_code) == pair]
    if not found:
        raise ModelNotFoundError(f"the index has no package for {pair[0]}→{pair[1]}")
    return max(found, key=lambda entry: comparable(entry.version))


def is_official(name: str) -> bool:
    """Whether the bytes of the package of that name are known here."""
    return name in OFFICIAL


def _parsed(data: bytes, address: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise NetworkError(f"{address} did not answer with JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise NetworkError(f"{address} did not answer with a list of packages")
    return found


def _fetch(
    entry: Entry, file: Path, known: Known | None, timeout: float, progress: Progress | None
) -> None:
    """Fetch the package from the first of its links that works."""
    links = [link for link in entry.links if link.startswith(("http://", "https://"))]
    failures: list[NetworkError] = []
    for link in links:
        try:
            digest = download.save(
                link, file, size=known.size if known else None, timeout=timeout, progress=progress
            )
        except NetworkError as error:
            failures.append(error)
            continue
        if known and digest != known.sha256:
            raise PackageError(
                f"{link} is not the published {entry.name}: its SHA-256 is {digest}, "
                f"expected {known.sha256}; nothing was installed"
            )
        return
    reasons = "; ".join(map(str, failures)) or "the index gives no http address for it"
    raise NetworkError(f"{entry.name} cannot be fetched: {reasons}; {_REMEDY}")
