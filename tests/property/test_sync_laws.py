"""Laws of bringing two versions of a glossary together: nothing is lost, then all is equal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from contract.glossary_format_contract import entries
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from glossary import store
from glossary.changes import Signature, between
from glossary.cli import main
from glossary.database.stored import StoredGlossary
from glossary.formats.columns import COLUMNS, build_entry, values
from glossary.model import Entry, Glossary
from glossary.storage import open_storage
from glossary.sync import Side, three_way
from glossary.version import version

IDS = ("a", "b", "c", "d")
SIGNED = Signature(dt.datetime(2026, 1, 31, tzinfo=dt.UTC), "anna", "drawn")
_FREE = tuple(name for name in COLUMNS if name not in ("id", "author", "modified"))
_LAW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    held = draw(st.dictionaries(st.sampled_from(IDS), entries(), max_size=4))
    made = (dataclasses.replace(entry, id=id_) for id_, entry in held.items())
    return Glossary("house", tuple(made))


@st.composite
def edited(draw: st.DrawFn, base: Glossary) -> Glossary:
    """The glossary with some entries removed, some columns changed, and some entries more."""
    kept = []
    for entry in base.entries:
        what = draw(st.sampled_from(["keep", "keep", "change", "change", "remove"]))
        if what == "change":
            kept.append(with_columns_of(draw, entry, draw(entries())))
        elif what == "keep":
            kept.append(entry)
    known = {entry.id for entry in base.entries}
    new = [entry for entry in draw(glossaries()).entries if entry.id not in known]
    return Glossary(base.name, (*kept, *new))


def with_columns_of(draw: st.DrawFn, entry: Entry, other: Entry) -> Entry:
    # A rendering that is both accepted and ruled out cannot be kept: take whole target columns.
    targets = ("target", "admitted", "deprecated", "forbidden")
    groups = [(name,) for name in _FREE if name not in targets] + [targets]
    chosen = draw(st.lists(st.sampled_from(groups), max_size=4))
    said = values(other)
    taken = {name: said[name] for group in chosen for name in group}
    return build_entry({**values(entry), **taken, "id": entry.id})


@st.composite
def versions(draw: st.DrawFn) -> tuple[Glossary, Glossary, Glossary]:
    """A glossary and two edits of it."""
    base = draw(glossaries())
    return base, draw(edited(base)), draw(edited(base))


def by_id(glossary: Glossary) -> dict[str, Entry]:
    return {entry.id: entry for entry in glossary.entries}


@_LAW
@given(made=versions())
def test_what_one_side_changed_alone_is_in_the_result(made: tuple[Glossary, ...]) -> None:
    base, ours, theirs = made
    outcome = three_way(base, ours, theirs)
    at_odds = {conflict.id for conflict in outcome.conflicts}
    old, mine, other, result = map(by_id, (base, ours, theirs, outcome.result))
    for id_ in {*old, *mine, *other} - at_odds:
        sides = (old.get(id_), mine.get(id_), other.get(id_))
        if sides[1] == sides[0] or sides[2] == sides[0]:
            assert result.get(id_) == (sides[2] if sides[1] == sides[0] else sides[1])
            continue
        now = result.get(id_)
        if now and sides[0] and sides[1] and sides[2]:
            was, one, two, out = (values(entry) for entry in (*sides, now) if entry)
            for column in _FREE:
                if one[column] == was[column]:
                    assert out[column] == two[column]
                elif two[column] == was[column]:
                    assert out[column] == one[column]


@_LAW
@given(made=versions())
def test_a_conflict_is_one(made: tuple[Glossary, ...]) -> None:
    base, ours, theirs = made
    for conflict in three_way(base, ours, theirs).conflicts:
        sides = (by_id(base), by_id(ours), by_id(theirs))
        assert (conflict.base, conflict.ours, conflict.theirs) == tuple(
            side.get(conflict.id) for side in sides
        )
        assert conflict.ours != conflict.theirs
        assert conflict.base not in (conflict.ours, conflict.theirs) or conflict.base is None
        if conflict.ours and conflict.theirs:
            mine, other = values(conflict.ours), values(conflict.theirs)
            assert all(mine[column] != other[column] for column in conflict.columns)


@_LAW
@given(made=versions(), prefer=st.sampled_from(Side))
def test_a_side_decides_every_conflict(made: tuple[Glossary, ...], prefer: Side) -> None:
    base, ours, theirs = made
    decided = three_way(base, ours, theirs, prefer=prefer)
    assert decided.conflicts == ()
    chosen = by_id(ours if prefer is Side.OURS else theirs)
    result = by_id(decided.result)
    for conflict in three_way(base, ours, theirs).conflicts:
        now, wanted = result.get(conflict.id), chosen.get(conflict.id)
        if now is None or wanted is None:
            assert now == wanted
        else:
            said, meant = values(now), values(wanted)
            assert all(said[column] == meant[column] for column in conflict.columns)


@_LAW
@given(made=versions())
def test_without_a_second_edit_the_first_is_the_result(made: tuple[Glossary, ...]) -> None:
    base, ours, _ = made
    for outcome in (three_way(base, ours, base), three_way(base, base, ours)):
        assert outcome.conflicts == ()
        assert by_id(outcome.result) == by_id(ours)
    again = three_way(base, ours, ours)
    assert (by_id(again.result), again.conflicts) == (by_id(ours), ())


def sync(file: Path, where: str, *options: str) -> tuple[int, Any]:
    command = ["sync", str(file), "-g", where, "--json", "--author", "anna", *options]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    return done.exit_code, json.loads(done.stdout)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(made=versions(), again=st.data(), prefer=st.sampled_from(["--ours", "--theirs"]))
def test_after_a_sync_file_and_store_are_equal(
    made: tuple[Glossary, ...], again: st.DataObject, prefer: str
) -> None:
    base, ours, theirs = made
    with tempfile.TemporaryDirectory() as folder:
        file, where = Path(folder) / "house.tsv", str(Path(folder) / "house.db")
        storage = open_storage(where)
        assert isinstance(storage, StoredGlossary)
        storage.create()
        storage.commit(between(Glossary("", ()), base), SIGNED)
        assert sync(file, where)[0] == 0
        for _ in range(2):
            store.save(ours, file)
            storage.commit(between(storage.read(), theirs), SIGNED)
            before = (file.read_bytes(), storage.read())
            code, said = sync(file, where)
            if code:
                assert said["conflicts"] or said["old_copy_of"] is not None
                assert (file.read_bytes(), storage.read()) == before
                assert sync(file, where, prefer)[0] == 0
            held, stored = store.load(file), storage.read()
            assert version(held) == version(stored)
            still = (file.read_bytes(), storage.stamp())
            code, said = sync(file, where)
            assert (code, said["written"]) == (0, False)
            assert (file.read_bytes(), storage.stamp()) == still
            ours, theirs = again.draw(edited(held)), again.draw(edited(stored))
