"""The shelf: named glossaries, read when needed, read again when changed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from glossary import store
from glossary.changes import EntryChange, Signature
from glossary.model import Entry, Target
from glossary.storage import open_storage
from mtservice.errors import UnknownGlossaryError
from mtservice.settings import Settings
from mtservice.shelf import REQUEST, Shelf
from mtservice.wiring import glossary_places


def write(path: Path, *rows: str) -> Path:
    path.write_text("source\ttarget\n" + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return write(tmp_path / "house.tsv", "首脳会合\tsummit", "議会\tparliament")


def wanted(shelf: Shelf, names: list[str], text: str, *terms: Entry) -> list[str]:
    return [match.preferred for match in shelf.stack(names, terms).matcher.find(text)]


def test_the_first_glossary_wins(house: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.tsv", "議会\tassembly", "停戦\tceasefire")
    shelf = Shelf({"house": house, "other": other})
    assert wanted(shelf, ["house", "other"], "議会は停戦を求めた。") == ["parliament", "ceasefire"]
    assert wanted(shelf, ["other", "house"], "議会は停戦を求めた。") == ["assembly", "ceasefire"]


def test_terms_of_the_request_stand_above_all(house: Path) -> None:
    term = Entry("t", "議会", (Target("the House"),))
    shelf = Shelf({"house": house})
    assert wanted(shelf, ["house"], "議会", term) == ["the House"]
    assert [info.name for info in shelf.stack(["house"], (term,)).infos] == [REQUEST, "house"]
    assert wanted(shelf, ["house"], "議会") == ["parliament"]


def test_a_change_on_disk_is_live_at_the_next_use(house: Path) -> None:
    shelf = Shelf({"house": house})
    before = shelf.stack(["house"]).infos[0].version
    write(house, "議会\tlegislature")
    os.utime(house, ns=(1, 1))
    assert wanted(shelf, ["house"], "議会") == ["legislature"]
    assert shelf.stack(["house"]).infos[0].version != before


def test_an_unknown_name_lists_the_known_ones(house: Path) -> None:
    with pytest.raises(UnknownGlossaryError, match=r"'hosue'; known: house"):
        Shelf({"house": house}).stack(["hosue"])


def test_a_file_that_is_gone_is_named(house: Path) -> None:
    shelf = Shelf({"house": house})
    house.unlink()
    with pytest.raises(UnknownGlossaryError, match=r"there is no glossary file .*house\.tsv"):
        shelf.stack(["house"])


def commit(place: str, *changes: EntryChange) -> None:
    when = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    open_storage(place).commit(changes, Signature(when, "anna"))


def test_a_change_in_a_store_is_live_at_the_next_use(store_address: str) -> None:
    open_storage(store_address).create()
    entry = Entry("t", "議会", (Target("parliament"),))
    commit(store_address, EntryChange(None, entry))
    shelf = Shelf({"house": store_address})
    before = shelf.stack(["house"]).infos[0]
    assert wanted(shelf, ["house"], "議会") == ["parliament"]
    assert shelf.stack(["house"]) is shelf.stack(["house"])
    later = Entry("t", "議会", (Target("legislature"),))
    commit(store_address, EntryChange(entry, later))
    assert wanted(shelf, ["house"], "議会") == ["legislature"]
    assert shelf.stack(["house"]).infos[0].version != before.version
    shelf.close()


def test_files_and_stores_stack(house: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "terms.db#names")
    open_storage(place).create()
    commit(place, EntryChange(None, Entry("t", "議会", (Target("the House"),))))
    shelf = Shelf({"house": house, "names": place})
    assert wanted(shelf, ["names", "house"], "議会で首脳会合") == ["the House", "summit"]
    assert [info.name for info in shelf.infos()] == ["house", "names"]


def test_a_store_that_is_gone_is_named(tmp_path: Path) -> None:
    shelf = Shelf({"house": tmp_path / "house.db"})
    with pytest.raises(UnknownGlossaryError, match=r"'house': there is no store .*house\.db"):
        shelf.stack(["house"])


def test_the_glossaries_of_folder_and_store_are_offered(tmp_path: Path) -> None:
    folder, store_file = tmp_path / "offered", str(tmp_path / "terms.db")
    folder.mkdir()
    write(folder / "press.tsv", "議会\tparliament")
    open_storage(folder / "desk.db").create()
    for name in ("names", "titles"):
        open_storage(f"{store_file}#{name}").create()
    settings = Settings(glossary_dir=str(folder), glossary_store=store_file)
    places = glossary_places(settings, [f"{store_file}#names", str(folder / "press.tsv")])
    assert set(places) == {*store.bundled(), "press", "desk", "names", "titles"}
    assert all(Shelf(places).infos())


def test_no_glossary_finds_nothing(house: Path) -> None:
    assert wanted(Shelf({"house": house}), [], "議会") == []


def test_glossaries_come_and_go_while_it_is_used(house: Path, tmp_path: Path) -> None:
    shelf = Shelf(lambda: {path.stem: path for path in tmp_path.glob("*.tsv")})
    assert shelf.names() == ("house",)
    new = write(tmp_path / "new.tsv", "停戦\tceasefire")
    assert wanted(shelf, ["new"], "停戦") == ["ceasefire"]
    assert [info.name for info in shelf.infos()] == ["house", "new"]
    new.unlink()
    with pytest.raises(UnknownGlossaryError, match="no glossary is named 'new'; known: house"):
        shelf.stack(["new"])
    assert [info.name for info in shelf.infos()] == ["house"]
