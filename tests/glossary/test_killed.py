"""A writer that is killed at any moment leaves nothing half-written, and loses nothing it said."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary import store
from glossary.database.stored import StoredGlossary
from glossary.storage import open_storage

pytestmark = pytest.mark.timeout(300)

AT_ONCE = 400
"""Entries of one revision: enough that a kill falls into its writing."""

WRITER = f"""
import datetime as dt, sys
from glossary.changes import EntryChange, Signature
from glossary.model import Entry, Target
from glossary.storage import open_storage
storage, before = open_storage(sys.argv[1]), ()
for number in range(10_000):
    after = tuple(
        Entry(str(at), f"語{{at}}", (Target(f"word {{number}}"),)) for at in range({AT_ONCE})
    )
    changes = [EntryChange(*pair) for pair in zip(before or [None] * {AT_ONCE}, after)]
    storage.commit(changes, Signature(dt.datetime.now(dt.UTC), "anna", str(number)))
    before = after
    print(number, flush=True)
"""


def killed_writer(address: str, seconds: float) -> int:
    """How many writes a writer said were done before it was killed, `seconds` after the first."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, address], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    assert writer.stdout.readline() == "0\n"
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    said = writer.stdout.read().split("\n")
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL
    return len([line for line in said[:-1] if line]) + 1


# Moments spread over the parts of a write, which takes some hundredths of a second.
@pytest.mark.parametrize("seconds", [0.0, 0.017, 0.093, 0.211])
def test_a_store_has_every_revision_whole(store_address: str, seconds: float) -> None:
    storage = open_storage(store_address)
    assert isinstance(storage, StoredGlossary)
    storage.create()
    said = killed_writer(store_address, seconds)
    revisions = storage.revisions()[::-1]
    assert [revision.number for revision in revisions] == list(range(1, len(revisions) + 1))
    # The one behind the last that was said may have been written too; then it is whole.
    assert len(revisions) in (said, said + 1)
    assert [revision.added + revision.changed for revision in revisions] == [AT_ONCE] * len(
        revisions
    )
    wanted = {f"word {len(revisions) - 1}"}
    assert {entry.preferred for entry in storage.read().entries} == wanted
    assert storage.at(len(revisions)) == storage.read()
    assert len(storage.matching("語7と語399").entries) >= 2
    assert storage.plan_undo().changes
    second = second_writer(store_address)
    assert "StaleError" in second, "the writer begins from nothing, so it is stale now"
    if storage.location.path:
        with sqlite3.connect(storage.location.path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()


def second_writer(address: str) -> str:
    """What a second writer says, which knows nothing of what the first one wrote."""
    done = subprocess.run(
        [sys.executable, "-c", WRITER, address], capture_output=True, text=True, check=False
    )
    return done.stderr


@pytest.mark.parametrize("seconds", [0.0, 0.011, 0.029])
def test_a_file_is_the_old_or_the_new_one(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "house.tsv"
    said = killed_writer(str(path), seconds)
    found = {entry.preferred for entry in store.load(path).entries}
    assert found in ({f"word {said - 1}"}, {f"word {said}"})
    assert len(store.load(path)) == AT_ONCE


@pytest.mark.parametrize("share", [0.6, 0.85])
def test_an_init_that_was_killed_can_be_run_again(store_address: str, share: float) -> None:
    """Killed at a share of the time that the whole takes."""
    command = [sys.executable, "-m", "glossary", "init"]
    began = time.monotonic()
    twin = f"{Path(store_address).parent}/twin.db" if store_address.endswith(".db") else ""
    if twin:
        subprocess.run([*command, twin], check=True, capture_output=True)
    takes = time.monotonic() - began if twin else 1.0
    running = subprocess.Popen([*command, store_address], stdout=subprocess.DEVNULL)
    time.sleep(takes * share)
    running.send_signal(signal.SIGKILL)
    running.wait()
    subprocess.run([*command, store_address], check=True, capture_output=True)
    storage = open_storage(store_address)
    assert isinstance(storage, StoredGlossary)
    assert storage.read().entries == ()
    assert storage.names() == (storage.name,)
