"""One glossary through every format: imported into a store, converted to and fro, exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary import exchange
from glossary.cli import main
from glossary.formats import FORMATS, Format
from glossary.formats.columns import DEFAULTS, build_entry, values
from glossary.model import Entry, Glossary
from glossary.storage import open_storage

MADE = Glossary(
    "made",
    (
        build_entry(
            {
                "source": "ベラルーシ",
                "target": ("Belarus",),
                "type": "place",
                "variants": ("白露西亜",),
                "admitted": ("Republic of Belarus",),
                "forbidden": ("White Russia",),
                "note": "one\ntwo",
                "priority": 5,
            }
        ),
        build_entry({"source": "停戦", "target": ('=cease|fire, "now"',)}),
    ),
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def unsigned(glossary: Glossary) -> list[dict[str, object]]:
    """What the entries say, but for who brought them in and when."""
    return [
        {**values(entry), "author": DEFAULTS["author"], "modified": DEFAULTS["modified"]}
        for entry in glossary.entries
    ]


def signed(entries: tuple[Entry, ...]) -> bool:
    return all(entry.author == "anna" and entry.modified for entry in entries)


def assert_holds(path: Path, format_: Format, glossary: Glossary, done: Result) -> None:
    """The file has of the glossary what its format holds, and the rest was said."""
    assert done.exit_code == 0, done.output
    assert exchange.read_file(path, format_.name).glossary.entries == format_.held(glossary).entries
    assert all(phrase in done.stderr for phrase in format_.lost(glossary))


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_a_file_goes_into_a_store_and_comes_out_as_any(
    format_: Format, tmp_path: Path, store_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    held = format_.held(MADE)
    Path("in").write_bytes(format_.write_bytes(MADE))

    done = run("import", "in", "--from", format_.name, "--into", store_address, "--author", "anna")
    assert (done.exit_code, f"{len(held)} added" in done.stderr) == (0, True), done.output
    stored = open_storage(store_address).read()
    assert unsigned(stored) == unsigned(held)
    assert signed(stored.entries)

    for target in FORMATS:
        done = run("export", "-g", store_address, "--format", target.name, "-o", "out")
        assert_holds(Path("out"), target, stored, done)
    done = run("convert", store_address, "converted", "--to", format_.name)
    assert_holds(Path("converted"), format_, stored, done)

    assert run("convert", "in", "second.db", "--from", format_.name).exit_code == 0
    assert open_storage("second.db").read().entries == held.entries
    assert run("convert", store_address, "second.db").exit_code == 2
    assert run("convert", store_address, "second.db", "--force").exit_code == 0
    assert open_storage("second.db").read().entries == stored.entries
    assert run("undo", "-g", "second.db").exit_code == 0
    assert open_storage("second.db").read().entries == held.entries
