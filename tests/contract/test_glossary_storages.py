"""Every place that a glossary is kept in, held to the contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract.glossary_storage_contract import HistoryContract, StorageContract
from postgres import Server


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".json"])
class TestFile(StorageContract):
    @pytest.fixture
    def where(self, tmp_path: Path, suffix: str) -> str:
        return str(tmp_path / f"house{suffix}")


class TestSqlite(HistoryContract):
    @pytest.fixture
    def where(self, tmp_path: Path) -> str:
        return str(tmp_path / "house.db")


class TestSqliteAddress(HistoryContract):
    """By address, with a name that an address must quote."""

    @pytest.fixture
    def where(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path}/%E7%94%A8%20x.sqlite"


class TestPostgresql(HistoryContract):
    @pytest.fixture
    def where(self, postgres_server: Server) -> str:
        return postgres_server.new_database()
