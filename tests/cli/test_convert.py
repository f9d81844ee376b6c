"""`glossary convert` through the real command line: between any two formats, at no unsaid loss."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary import exchange, store
from glossary.cli import main
from glossary.formats import FORMATS, by_name

NAMES = [item.name for item in FORMATS]
LOSSLESS = [
    item.name
    for item in FORMATS
    if item.name.partition("-")[0] in ("tsv", "csv", "json", "xlsx", "tbx", "tmx", "xliff")
]
HOUSE = (
    "source\ttarget\ttype\tadmitted\tforbidden\tvariants\tfirst_mention\tpriority\tnote\n"
    "ベラルーシ\tBelarus\tplace\tRepublic of Belarus\tWhite Russia\t白露西亜\t\t5\tone\\ntwo\n"
    "集団安全保障条約機構\tCSTO\torganisation\t\t\t\tTreaty Organization (CSTO)\t\t\n"
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "house.tsv"
    path.write_text(HOUSE, "utf-8")
    return path


def run(*arguments: str, data: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["convert", *arguments], input=data, catch_exceptions=False)


@pytest.mark.parametrize("second", NAMES)
@pytest.mark.parametrize("first", LOSSLESS)
def test_between_any_two(house: Path, first: str, second: str) -> None:
    assert run("house.tsv", "one", "--to", first).exit_code == 0
    done = run("one", "two", "--from", first, "--to", second)
    assert done.exit_code == 0
    assert f"one ({first}) → two ({second}): 2 entries" in done.stderr
    glossary = store.load(house)
    found = exchange.read_file(Path("two"), second).glossary
    assert found.entries == by_name(second).held(glossary).entries
    for phrase in by_name(second).lost(glossary):
        assert phrase in done.stderr


def test_the_suffixes_say_the_formats(house: Path) -> None:
    for name in ("a.tbx", "a.utx", "a.tmx", "a.xlf", "a.xlsx", "a.csv", "a.json"):
        assert run("house.tsv", name).exit_code == 0
        assert run(name, f"{name}.tsv").exit_code == 0
    assert store.load("a.tbx.tsv").entries == store.load(house).entries


def test_pipes(house: Path) -> None:
    done = run("-", "-", "--to", "tmx", data=house.read_bytes())
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"<?xml")
    back = run("-", "-", data=done.stdout_bytes)
    assert back.stdout_bytes.decode().splitlines()[0].startswith("source\ttarget")
    assert "- (tmx) → - (tsv): 2 entries" in back.stderr


def test_a_workbook_through_a_real_pipe(house: Path) -> None:
    command = (
        f"{sys.executable} -m glossary convert house.tsv - --to xlsx 2>/dev/null | "
        f"{sys.executable} -m glossary convert - - --to json"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert [item["target"] for item in json.loads(done.stdout)] == ["Belarus", "CSTO"]


def test_strict_writes_nothing_at_a_loss(house: Path) -> None:
    done = run("house.tsv", "out.utx", "--strict")
    assert done.exit_code == 1
    assert "utx leaves out: type of 2 entries" in done.stderr
    assert "(--strict: nothing written)" in done.stderr
    assert not Path("out.utx").exists()
    assert run("house.tsv", "out.tbx", "--strict").exit_code == 0


def test_json_reports(house: Path) -> None:
    report = json.loads(run("house.tsv", "out.csv", "--to", "amazon-csv", "--json").stdout)
    assert report["to"] == {"file": "out.csv", "format": "amazon-csv"}
    assert report["entries"] == 2
    assert report["written"] is True
    assert "type of 2 entries" in report["lost"]


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        (("house.tsv", "house.tsv"), "IN and OUT are the same file; name another OUT", 2),
        (("house.tsv", "there.csv"), "there.csv is already there; --force writes over it", 2),
        (("house.tsv", "out.doc"), "the suffix '.doc' is not that of a glossary; known: .tsv", 2),
        (("none.tbx", "out.tsv"), "there is no glossary file none.tbx", 2),
        (("house.tsv", "-", "--json"), "--json and OUT on standard output exclude each other", 2),
        (("bad.csv", "out.tsv"), "bad.csv:2:3: column 'target': is empty", 3),
        (("house.tsv", "out.tsv", "--from", "tmx"), "house.tsv:1:1: not well-formed XML", 3),
    ],
)
def test_what_cannot_be_done(
    house: Path, arguments: tuple[str, ...], message: str, code: int
) -> None:
    Path("there.csv").write_text("kept", "utf-8")
    Path("bad.csv").write_text("source,target\na,\n", "utf-8")
    done = run(*arguments)
    assert done.exit_code == code
    assert message in done.output
    assert Path("there.csv").read_text("utf-8") == "kept"
    assert not Path("out.tsv").exists()


def test_force_and_the_mark_of_excel(house: Path) -> None:
    Path("out.csv").write_text("old", "utf-8")
    assert run("house.tsv", "out.csv", "--force", "--bom").exit_code == 0
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,target")


def test_what_is_left_out_of_the_file_is_said(house: Path) -> None:
    Path("g.csv").write_text("ja,en,fr\nミンスク,Minsk,Minsk\n", "utf-8")
    done = run("g.csv", "out.tsv")
    assert "g.csv (csv): left out 1 term in languages other than Japanese" in done.stderr


def test_import_export_and_check_take_the_formats_too(house: Path) -> None:
    runner = CliRunner()
    for arguments in (
        ["export", "-g", "house.tsv", "-o", "out.xlsx"],
        ["check", "out.xlsx"],
        ["import", "out.xlsx", "--into", "new.tsv"],
        ["export", "-g", "out.xlsx", "--to", "tbx", "-o", "out.tbx"],
        ["import", "out.tbx", "--into", "new.tsv"],
    ):
        done = runner.invoke(main, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
    found = [(entry.accepted, entry.note) for entry in store.load("new.tsv").entries]
    assert found == [(entry.accepted, entry.note) for entry in store.load(house).entries]
