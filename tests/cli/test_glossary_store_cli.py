"""The `glossary` command line on a store, where a session in the shell cannot show it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROW = "{source}\t{target}\n"


def run(where: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "glossary", *arguments, "--glossary", where],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ".", "GLOSSARY_AUTHOR": "anna"} | env,
        check=False,
    )


def answer(where: str, *arguments: str) -> Any:
    done = run(where, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(params=["file", "store"])
def where(request: pytest.FixtureRequest, tmp_path: Path, store_address: str) -> str:
    """A glossary of one entry, in a file and in each kind of store."""
    where = str(tmp_path / "house.tsv") if request.param == "file" else store_address
    done = run(where, "add", "ミンスク", "Minsk", "--type", "place", "--new")
    assert done.returncode == 0, done.stderr
    return where


def editor(folder: Path, *lines: str) -> str:
    """A program that edits the form it is given."""
    script = folder / "editor"
    script.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n", "utf-8")
    script.chmod(0o755)
    return str(script)


def test_a_stale_edit_is_refused_with_both_versions(where: str, tmp_path: Path) -> None:
    other = f"'{sys.executable}' -m glossary edit ミンスク --set target=Miensk -g '{where}'"
    program = editor(tmp_path, other, "sed -i 's/^target: .*/target: Mensk/' \"$1\"")
    done = run(where, "edit", "ミンスク", EDITOR=program)
    assert done.returncode == 1
    assert "was changed meanwhile: it is ミンスク → Miensk, your change makes it" in done.stderr
    theirs, yours = done.stderr.split("your change:")
    assert "+ target: Miensk" in theirs
    assert "+ target: Mensk" in yours
    (entry,) = answer(where, "show", "ミンスク")
    assert entry["target"] == "Miensk"


def test_an_edit_in_the_editor_is_written(where: str, tmp_path: Path) -> None:
    program = editor(tmp_path, "sed -i 's/^target: .*/target: Mensk/' \"$1\"")
    done = run(where, "edit", "ミンスク", EDITOR=program)
    assert done.returncode == 0, done.stderr
    assert answer(where, "show", "ミンスク")[0]["target"] == "Mensk"


def test_a_dry_run_starts_nothing(store_address: str) -> None:
    done = run(store_address, "add", "ミンスク", "Minsk", "--new", "--dry-run")
    assert (done.returncode, done.stdout[:9]) == (0, "would add")
    assert run(store_address, "list").returncode == 2


def test_the_reason_stands_in_the_history_and_not_in_the_note(store_address: str) -> None:
    assert run(store_address, "add", "語", "word", "--new", "--reason", "why").returncode == 0
    (revision,) = answer(store_address, "history")
    assert (revision["author"], revision["reason"], revision["added"]) == ("anna", "why", 1)
    assert revision["at"].endswith("+00:00")
    assert "note" not in answer(store_address, "show", "語")[0]


def test_machines_get_history_plans_and_differences(store_address: str) -> None:
    for source, target in (("語", "word"), ("文", "sentence")):
        assert run(store_address, "add", source, target, "--new").returncode == 0
    (step,) = answer(store_address, "history", "語")
    assert (step["change"], step["after"]["source"], step["revision"]["number"]) == (
        "added",
        "語",
        1,
    )
    assert [item["after"]["source"] for item in answer(store_address, "diff", "1")] == ["文"]
    planned = answer(store_address, "undo", "--dry-run")
    assert (planned["written"], planned["changes"][0]["change"]) == (False, "removed")
    assert answer(store_address, "undo")["written"] is True
    assert [item["source"] for item in answer(store_address, "list")] == ["語"]
    assert answer(store_address, "restore", "0")["changes"][0]["before"]["source"] == "語"
    assert answer(store_address, "list") == []


def test_what_is_begun_from_a_file_holds_all_of_it(store_address: str, tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    rows = "".join(ROW.format(source=f"語{at}", target=f"word {at}") for at in range(300))
    file.write_text(f"source\ttarget\n{rows}", "utf-8")
    command = [sys.executable, "-m", "glossary", "init", store_address, "--from", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("started, 300 entries\n")
    assert run(store_address, "export").stdout.count("\n") == 301
    shown = run(store_address, "undo", "--dry-run")
    assert "… and 100 more (--json lists all)" in shown.stderr
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "holds entries already; `glossary import" in done.stderr


def test_no_password_is_ever_shown() -> None:
    for command in ("list", "history", "undo"):
        done = run("postgresql://ben:s3cret@127.0.0.1:1/x", command)
        assert done.returncode == 3
        assert "s3cret" not in done.stdout + done.stderr
