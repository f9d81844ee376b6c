"""The shelf: named glossaries, read when needed, read again when changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glossary.model import Entry, Target
from mtservice.errors import UnknownGlossaryError
from mtservice.shelf import REQUEST, Shelf


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


def test_no_glossary_finds_nothing(house: Path) -> None:
    assert wanted(Shelf({"house": house}), [], "議会") == []
