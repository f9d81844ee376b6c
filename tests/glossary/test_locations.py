"""What a person writes to name a glossary: files, stores, and what is neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import UnknownEntryError
from glossary.locations import store_location


@pytest.mark.parametrize("where", ["house.tsv", "a/b.csv", "house", "eastern-europe", "x#y.tsv"])
def test_all_else_is_a_file(where: str) -> None:
    assert store_location(where) is None
    assert store_location(Path(where)) is None


@pytest.mark.parametrize(
    ("where", "path", "glossary", "name"),
    [
        ("house.db", "house.db", "", "house"),
        ("a/用語 50%.SQLITE3", "a/用語 50%.SQLITE3", "", "用語 50%"),
        ("house.db#names", "house.db", "names", "names"),
        ("house.db#%E5%90%8D", "house.db", "名", "名"),
        ("sqlite:///house.db", "house.db", "", "house"),
        ("sqlite:////srv/house.db#names", "/srv/house.db", "names", "names"),
    ],
)
def test_a_store_in_a_file(where: str, path: str, glossary: str, name: str) -> None:
    location = store_location(where)
    assert location
    assert (location.path, location.glossary) == (Path(path), glossary)
    assert location.default_name == name
    assert location.store == path


def test_a_file_whose_name_has_a_hash_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a#b.db"
    path.touch()
    location = store_location(str(path))
    assert location
    assert (location.path, location.glossary) == (path, "")


@pytest.mark.parametrize(
    ("where", "shown", "name"),
    [
        ("postgresql://db.example/terms", "postgresql://db.example/terms", "terms"),
        ("postgres://db.example/terms#house", "postgresql://db.example/terms#house", "house"),
        ("postgresql://ben:s3:cr%40t@db/terms", "postgresql://ben:***@db/terms", "terms"),
        ("postgresql://db/t?password=s3cret#x", "postgresql://db/t?password=***#x", "x"),
        ("postgresql+psycopg://db/%E5%90%8D", "postgresql://db/%E5%90%8D", "名"),
        ("postgresql://", "postgresql://", "glossary"),
    ],
)
def test_a_database_is_shown_without_its_password(where: str, shown: str, name: str) -> None:
    location = store_location(where)
    assert location
    assert location.path is None
    assert str(location) == shown
    assert location.default_name == name


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("mysql://db/terms", "mysql:// is no store of glossaries; write a .db file, or postgresql"),
        ("sqlite://", "names no file; write sqlite:///house.db"),
        ("sqlite:///", "names no file"),
    ],
)
def test_what_no_store_can_have_is_refused(where: str, message: str) -> None:
    with pytest.raises(UnknownEntryError, match=message):
        store_location(where)
