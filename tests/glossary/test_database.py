"""The database behind a store: its schema's versions, its settings, and its errors in our words."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from glossary import spellings
from glossary.changes import EntryChange, Signature
from glossary.database import engine as engines
from glossary.database import migrate
from glossary.database.stored import StoredGlossary
from glossary.database.tables import Base
from glossary.errors import StoreError, UnknownEntryError
from glossary.locations import StoreLocation, store_location
from glossary.model import Entry, Target
from glossary.storage import open_storage, stored

MINSK = Entry("minsk", "ミンスク", (Target("Minsk"),))
SIGNED = Signature(dt.datetime(2026, 1, 31, tzinfo=dt.UTC), "anna")


def location_of(address: str) -> StoreLocation:
    location = store_location(address)
    assert location
    return location


def execute(address: str, *statements: str) -> Any:
    location = location_of(address)
    engine = engines.make_engine(location)
    with engines.writing(engine, location) as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        return results[-1].scalar() if results[-1].returns_rows else None


@pytest.fixture
def house(store_address: str) -> StoredGlossary:
    storage = open_storage(store_address)
    assert isinstance(storage, StoredGlossary)
    storage.create()
    storage.commit([EntryChange(None, MINSK)], SIGNED)
    return storage


class TestVersions:
    def test_the_migrations_are_those_that_are_named(self) -> None:
        folder = Path(migrate.__file__).with_name("migrations")
        found = [item.revision for item in ScriptDirectory(str(folder)).walk_revisions()]
        assert tuple(found[::-1]) == migrate.VERSIONS

    def test_they_make_the_tables_that_the_program_uses(
        self, house: StoredGlossary, store_address: str
    ) -> None:
        location = location_of(store_address)
        with engines.reading(engines.make_engine(location), location) as connection:
            options = {"version_table": migrate.VERSION_TABLE, "compare_type": True}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []

    def test_an_old_store_is_named_and_brought_up_to_date(self, store_address: str) -> None:
        location = location_of(store_address)
        migrate.upgrade(engines.make_engine(location), location, "0001")
        execute(
            store_address,
            "INSERT INTO glossary_glossaries (id, name, uid, revision, next_position) "
            "VALUES (7, 'old', 'u', 1, 2)",
            "INSERT INTO glossary_entries VALUES (7, 1, 1, 'minsk', 'ミンスク', "
            """'[["Minsk", "preferred"]]', 'place', '["明斯克"]', 'approved', false, 'exact', """
            "true, 0, '', '', '', '', '', '', '')",
            "INSERT INTO glossary_revisions VALUES "
            "(7, 1, '2026-01-31 00:00:00', 'anna', '', NULL, 1, 0, 0)",
            "INSERT INTO glossary_changes VALUES (7, 'minsk', 1, 1, "
            """'{"id": "minsk", "source": "ミンスク", "targets": [["Minsk", "preferred"]]}')""",
        )
        storage = open_storage(store_address)
        assert isinstance(storage, StoredGlossary)
        message = r"is a store of version 0001, this program uses 0003; .*glossary init"
        for use in (storage.read, storage.exists, lambda: storage.commit([], SIGNED)):
            with pytest.raises(StoreError, match=message):
                use()
        assert storage.upgrade() == "0001"
        assert storage.upgrade() == "0003"
        assert [entry.variants for entry in storage.named("明斯克")] == [("明斯克",)]
        storage.renew()
        assert len(storage.matching("明斯克へ").entries) == 1
        assert storage.matching("何も").entries == ()
        assert storage.at(1).entries[0].source == "ミンスク"

    def test_a_newer_store_is_left_alone(self, house: StoredGlossary, store_address: str) -> None:
        execute(store_address, f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'")
        storage = open_storage(store_address)
        assert isinstance(storage, StoredGlossary)
        for use in (storage.read, storage.upgrade, storage.create):
            with pytest.raises(StoreError, match=r"newer version .* 9999, .*update this program"):
                use()

    def test_an_old_program_stops_writing_when_the_store_moves_on(
        self, house: StoredGlossary, store_address: str
    ) -> None:
        assert house.size() == 1
        execute(store_address, f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'")
        with pytest.raises(StoreError, match="newer version"):
            house.commit([EntryChange(MINSK, None)], SIGNED)

    def test_keys_of_other_rules_are_not_trusted_and_made_anew(
        self, house: StoredGlossary, store_address: str
    ) -> None:
        execute(
            store_address,
            "UPDATE glossary_glossaries SET key_rules = 'other'",
            "DELETE FROM glossary_spellings",
        )
        assert house.matching("ミンスク").entries == (MINSK,)
        assert house.named("ミンスク") == (MINSK,)
        truce = Entry("truce", "停戦", (Target("truce"),))
        house.commit([EntryChange(None, truce)], SIGNED)
        found = execute(store_address, "SELECT key_rules FROM glossary_glossaries")
        assert found == spellings.rules()
        assert house.matching("ミンスク").entries == (MINSK,)
        assert house.matching("停戦").entries == (truce,)


class TestSqlite:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        open_storage(tmp_path / "house.db").create()
        return tmp_path / "house.db"

    def test_it_logs_ahead_waits_and_keeps_its_keys(self, path: Path) -> None:
        location = location_of(str(path))
        with engines.reading(engines.make_engine(location), location) as connection:
            pragmas = ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        assert found == ["wal", engines.BUSY_SECONDS * 1000, 1, 2]

    def test_a_reader_does_not_wait_for_a_writer(self, path: Path) -> None:
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        assert open_storage(path).size() == 0
        writer.close()

    def test_a_writer_that_waits_too_long_is_told(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "BUSY_SECONDS", 0)
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"house\.db: another program has been writing"):
            open_storage(path).commit([EntryChange(None, MINSK)], SIGNED)
        writer.close()

    @pytest.mark.parametrize("use", ["read", "create"])
    def test_what_is_no_store_is_said_so(self, tmp_path: Path, use: str) -> None:
        path = tmp_path / "notes.db"
        path.write_text("just some text, longer than a header of a hundred bytes " * 4, "utf-8")
        with pytest.raises(StoreError, match=r"notes\.db: this is not a store; name another file"):
            getattr(open_storage(path), use)()

    def test_a_database_of_another_program_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "places.sqlite"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE places (url TEXT)")
        connection.close()
        with pytest.raises(UnknownEntryError, match="there is no store"):
            open_storage(path).read()
        with pytest.raises(StoreError, match=r"holds tables of another program \(places\)"):
            open_storage(path).create()

    def test_a_missing_folder_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match=r"there is no folder .*none; make it"):
            open_storage(tmp_path / "none" / "house.db").create()

    def test_a_copy_is_the_same_glossary_until_it_changes(self, path: Path) -> None:
        copy = path.with_name("copy.db")
        shutil.copy(path, copy)
        first, second = open_storage(path), open_storage(copy)
        assert first.stamp() == second.stamp()
        first.commit([EntryChange(None, MINSK)], SIGNED)
        assert first.stamp() != second.stamp()

    def test_a_store_made_anew_in_its_place_has_another_stamp(self, path: Path) -> None:
        storage = open_storage(path)
        before = storage.stamp()
        for name in ("house.db", "house.db-wal", "house.db-shm"):
            path.with_name(name).unlink(missing_ok=True)
        open_storage(path).create()
        assert storage.stamp() != before


class TestPostgresql:
    def test_a_server_that_is_not_there_is_named_without_the_password(self) -> None:
        storage = open_storage("postgresql://ben:s3cret@127.0.0.1:1/terms")
        with pytest.raises(StoreError, match=r"cannot be reached .*; is it running") as caught:
            storage.read()
        assert "s3cret" not in str(caught.value)

    def test_an_address_that_is_none_is_told(self) -> None:
        with pytest.raises(StoreError, match="is no address of a store"):
            open_storage("postgresql://host:port/x").read()

    def test_without_psycopg_the_remedy_is_named(self) -> None:
        program = (
            "import sys; sys.modules['psycopg'] = None\n"
            "from glossary.storage import open_storage\n"
            "open_storage('postgresql://host/x').read()"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        assert "StoreError: a PostgreSQL store needs psycopg: pip install 'mt" in done.stderr

    def test_entries_do_not_stand_in_tracebacks(self, postgres_server: Any) -> None:
        address = postgres_server.new_database()
        storage = open_storage(address)
        storage.create()
        # So long, and so mixed, that no index takes it.
        secret = "秘" + "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=4_000)))
        entry = Entry(secret, "語", (Target("x"),))
        with pytest.raises(StoreError) as caught:
            storage.commit([EntryChange(None, entry)], SIGNED)
        assert "秘" not in str(caught.value)
        assert storage.read().entries == ()


def test_an_engine_is_made_without_reaching_anything() -> None:
    assert create_engine("sqlite://").dialect.name == "sqlite"
    open_storage("postgresql://nowhere.example/terms")


def test_the_glossaries_of_a_store_are_listed(store_address: str) -> None:
    for name in ("#b", "#a 名"):
        open_storage(store_address + name).create()
    found = stored(store_address)
    assert sorted(found) == ["a 名", "b"]
    assert all(open_storage(place).read().entries == () for place in found.values())
    assert list(stored(f"{store_address}#b")) == ["b"]
    message = r"has several glossaries \(a 名, b\); say which: '.*#a 名'"
    with pytest.raises(UnknownEntryError, match=message):
        open_storage(store_address).read()
    with pytest.raises(UnknownEntryError, match="is no store"):
        stored("house.tsv")
