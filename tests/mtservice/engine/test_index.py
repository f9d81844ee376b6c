"""Fetching from a package index, over real HTTP from a local server."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from fakes.packages import Serve, zipped

from mtservice.engine import argospm, models
from mtservice.engine import index as index_module
from mtservice.engine.index import Known
from mtservice.errors import ModelNotFoundError, NetworkError, PackageError
from mtservice.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]
NAME = "translate-ja_en-3_1"


@pytest.fixture
def published(folder_of: Callable[..., Path], tmp_path: Path) -> bytes:
    """The bytes of a package of version 3.1."""
    return zipped(folder_of("published", package_version="3.1"), tmp_path / "p.zip").read_bytes()


def listed(version: str, *links: str, pair: tuple[str, str] = ("ja", "en")) -> dict[str, object]:
    return {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": pair[0],
        "from_name": "A",
        "to_code": pair[1],
        "to_name": "B",
        "links": list(links),
    }


@pytest.fixture
def offer(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """`offer(answers, rows)`: a server with an index of `rows`, whose links begin with `{}`."""

    def start(answers: dict[str, object], rows: list[dict[str, object]]) -> str:
        held: dict[str, object] = dict(answers)
        address = serve(held)  # type: ignore[arg-type]
        text = json.dumps(rows).replace("HERE", address)
        held.setdefault("/index.json", text.encode())
        monkeypatch.setattr(argospm, "index_url", lambda: f"{address}/index.json")
        return address

    return start


def test_the_newest_is_fetched_from_the_first_link_that_works(
    offer: Callable[..., str], published: bytes, places: Settings
) -> None:
    rows = [
        listed("1.0", "HERE/old"),
        listed("3.1", "ipfs://x", "HERE/gone", "HERE/p"),
        listed("9.0", "HERE/p", pair=("ja", "fr")),
    ]
    offer({"/p": published}, rows)
    steps: list[tuple[int, int | None]] = []
    package = models.install_index(places, progress=lambda *step: steps.append(step))
    assert package.name == NAME
    assert steps[-1] == (len(published), len(published))
    assert not models.is_official(NAME)
    assert list(places.unpacked_dir.iterdir()) == []


def test_a_known_package_is_checked_by_size_and_hash(
    offer: Callable[..., str],
    published: bytes,
    places: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    digest = sha256(published).hexdigest()
    offer({"/p": published}, [listed("3.1", "HERE/p")])
    monkeypatch.setattr(index_module, "OFFICIAL", {NAME: Known(len(published), digest)})
    assert models.install_index(places).name == NAME
    models.remove(NAME, places)
    for known, error, words in (
        (Known(len(published), "0" * 64), PackageError, f"its SHA-256 is {digest}"),
        (Known(len(published) + 1, digest), NetworkError, "were expected"),
        (Known(len(published) - 1, digest), NetworkError, "has more than the"),
    ):
        monkeypatch.setattr(index_module, "OFFICIAL", {NAME: known})
        with pytest.raises(error, match=words):
            models.install_index(places)
        assert models.installed(places) == ()
        assert list(places.unpacked_dir.iterdir()) == []


FAILURES = {
    "absent": ({"/p": 404}, "answered 404"),
    "server error": ({"/p": 503}, "answered 503"),
    "breaks off": ({"/p": (9_000, b"x")}, "ended after 1 of 9,000 bytes|broke off"),
    "index absent": ({"/index.json": 404}, "answered 404.*models install FILE"),
    "index no JSON": ({"/index.json": b"<html>"}, "did not answer with JSON"),
    "index no list": ({"/index.json": b"{}"}, "did not answer with a list of packages"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_what_goes_wrong_on_the_way_is_said_and_leaves_nothing(
    case: str, offer: Callable[..., str], places: Settings
) -> None:
    answers, words = FAILURES[case]
    offer(answers, [listed("3.1", "HERE/p")])
    with pytest.raises(NetworkError, match=words):
        models.install_index(places)
    assert models.installed(places) == ()


def test_an_index_out_of_reach_names_the_way_without_one(
    monkeypatch: pytest.MonkeyPatch, places: Settings
) -> None:
    monkeypatch.setattr(argospm, "index_url", lambda: "http://127.0.0.1:9/index.json")
    with pytest.raises(NetworkError, match=r"cannot be reached.*mtservice models install FILE"):
        models.install_index(places)
    monkeypatch.setattr(argospm, "index_url", lambda: None)
    with pytest.raises(NetworkError, match=r"argostranslate.*is not installed"):
        models.index()


def test_a_pair_that_the_index_lacks(offer: Callable[..., str], places: Settings) -> None:
    offer({}, [listed("3.1", "HERE/p", pair=("en", "ja"))])
    with pytest.raises(ModelNotFoundError, match="the index has no package for ja→en"):
        models.install_index(places)
    assert [entry.name for entry in models.index()] == ["translate-en_ja-3_1"]
