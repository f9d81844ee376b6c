"""Files: found by name, read by suffix, written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from glossary import store
from glossary.errors import EntryError, FormatError, GlossaryError, UnknownEntryError
from glossary.formats import by_name
from glossary.model import Entry, Glossary, Target

MINSK = Entry("minsk", "ミンスク", (Target("Minsk"),))
TSV = "# kept\nsource\ttarget\nミンスク\tMinsk\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "house.tsv"
    path.write_bytes(TSV.encode())
    return path


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".tsv", TSV),
        (".TXT", TSV),
        (".csv", "source,target\r\nミンスク,Minsk\r\n"),
        (".json", '[{"source": "ミンスク", "target": "Minsk"}]'),
        (".utx", "#UTX 1.20; ja/en\n#src\ttgt\nミンスク\tMinsk\n"),
    ],
)
def test_the_suffix_says_the_format(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"house{suffix}"
    path.write_bytes(text.encode())
    glossary = store.load(path)
    assert glossary.name == "house"
    assert [entry.preferred for entry in glossary.entries] == ["Minsk"]
    store.save(glossary, path)
    assert store.load(path) == glossary


def test_content_that_cannot_be_mistaken_says_the_format(tmp_path: Path) -> None:
    path = tmp_path / "house.xml"
    path.write_text(by_name("tbx-v2").write(Glossary("x", (MINSK,))), "utf-8")
    assert store.load(path) == Glossary("house", (MINSK,))


def test_saving_keeps_comments(house: Path) -> None:
    store.save(store.load(house), house)
    assert house.read_bytes() == TSV.encode()


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "house.xls").write_bytes(b"source\ttarget\n")
    with pytest.raises(FormatError, match=r"'.xls' is not that of a glossary; known: .tsv, .tab"):
        store.load(tmp_path / "house.xls")
    with pytest.raises(FormatError, match=r"'' is not that of a glossary"):
        store.save(Glossary("house", ()), tmp_path / "house")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownEntryError, match=r"there is no glossary file .*none\.tsv"):
        store.load(tmp_path / "none.tsv")


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"source\ttarget\n\x83~\x83\x93\tMinsk\n", 2, 1, "byte 0x83 is not UTF-8; .*iconv -f CP9"),
        ("source\ttarget\nミン".encode() + b"\xff\tMinsk\n", 2, 3, "byte 0xFF is not UTF-8"),
        (TSV.encode("utf-16"), 1, 1, "the file is UTF-16; save it as UTF-8"),
        (b"source\ttarget\na\tb\x00\n", 2, 3, r"U\+0000"),
    ],
)
def test_what_is_not_utf_8_is_refused(
    house: Path, data: bytes, line: int, column: int, message: str
) -> None:
    house.write_bytes(data)
    with pytest.raises(FormatError, match=message) as caught:
        store.load(house)
    assert (caught.value.path, caught.value.line, caught.value.column) == (str(house), line, column)


class TestSaving:
    def test_a_failure_leaves_the_old_file_and_nothing_else(
        self, house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(GlossaryError, match=r"house\.tsv cannot be written: No space left"):
            store.save(Glossary("house", ()), house)
        assert house.read_bytes() == TSV.encode()
        assert list(house.parent.iterdir()) == [house]

    def test_an_entry_that_no_file_can_hold_changes_nothing(self, house: Path) -> None:
        with pytest.raises(EntryError, match="has no target"):
            store.save(Glossary("house", (Entry("x", "ミンスク", ()),)), house)
        assert house.read_bytes() == TSV.encode()

    def test_a_file_that_cannot_be_read_is_not_written_over(self, house: Path) -> None:
        house.write_bytes(b"source\ttarget\nMinsk\n")
        with pytest.raises(FormatError, match=r"house\.tsv:2:1: the row has 1 cell"):
            store.save(Glossary("house", ()), house)
        assert house.read_bytes() == b"source\ttarget\nMinsk\n"

    def test_permissions_stay_and_links_are_followed(self, house: Path) -> None:
        house.chmod(0o640)
        link = house.parent / "link.tsv"
        link.symlink_to(house)
        store.save(Glossary("house", ()), link)
        assert link.is_symlink()
        assert stat.S_IMODE(house.stat().st_mode) == 0o640
        assert house.read_text("utf-8") == "# kept\nsource\ttarget\n"

    def test_a_new_file_can_be_read_by_all(self, tmp_path: Path) -> None:
        path = tmp_path / "new.tsv"
        store.save(Glossary("new", ()), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o644

    def test_a_missing_folder_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(GlossaryError, match=r"none/new\.tsv cannot be written: No such file"):
            store.save(Glossary("new", ()), tmp_path / "none" / "new.tsv")


class TestNames:
    def test_bundled_glossaries_are_in_the_package(self) -> None:
        for name, path in store.bundled().items():
            assert path.stem == name
            assert path.parent.name == "data"

    def test_a_path_goes_before_a_name(self, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(house.parent)
        assert store.resolve("house.tsv") == Path("house.tsv")
        assert store.resolve(str(house)) == house

    def test_names_are_looked_up_in_order(self, house: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "house.tsv").write_text(TSV, "utf-8")
        (other / "more.tsv").write_text(TSV, "utf-8")
        folders = [house.parent, other, tmp_path / "none"]
        assert store.resolve("house", folders) == house
        assert store.resolve("more", folders) == other / "more.tsv"

    def test_an_unknown_one_names_the_known(self, house: Path) -> None:
        with pytest.raises(UnknownEntryError, match=r"no glossary is named 'hous'; known: .*house"):
            store.resolve("hous", [house.parent])
        with pytest.raises(UnknownEntryError, match=r"there is no glossary file hous\.tsv"):
            store.resolve("hous.tsv", [house.parent])
