"""Fixtures that every test may use, and the guards that every test runs under."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No test sees the settings or the home folder of the person who runs it."""
    for name in [
        name for name in os.environ if name.startswith(("MTSERVICE_", "GLOSSARY_", "ARGOS_"))
    ]:
        monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """Real documents that lie beside the repository on some machines; skipped where they do not."""
    folder = ROOT.parent / "shared" / "corpus"
    if not (folder / "seeds").is_dir():
        pytest.skip("the real documents (../shared/corpus) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def bundled_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `.argosmodel` that the package carries."""
    found = sorted((ROOT / "mtservice" / "bundled").glob("*.argosmodel"))
    assert found, "mtservice/bundled holds no .argosmodel"
    return found[-1]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this run alone; skipped where Debian's package is not installed."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a store: a file that is not there yet, then a database."""
    if request.param == "sqlite":
        return str(tmp_path / "house.db")
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.new_database()
