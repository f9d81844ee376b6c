"""Laws of the history, whatever the changes: it can be replayed, and nothing is forgotten."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from contract.glossary_format_contract import entries
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from postgres import Server

from glossary.changes import EntryChange, Signature, applied, between
from glossary.database.stored import StoredGlossary
from glossary.errors import ConflictError
from glossary.matcher import Matcher
from glossary.model import Entry, Glossary
from glossary.storage import open_storage

IDS = ("a", "b", "c", "d")
TIMES = itertools.count()

MOVES = st.one_of(
    st.tuples(st.just("put"), st.dictionaries(st.sampled_from(IDS), entries(), min_size=1)),
    st.tuples(st.just("remove"), st.sets(st.sampled_from(IDS), min_size=1)),
    st.tuples(st.just("undo"), st.one_of(st.none(), st.integers(0, 9))),
    st.tuples(st.just("restore"), st.integers(0, 9), st.sets(st.sampled_from(IDS), max_size=2)),
)


def signature() -> Signature:
    return Signature(dt.datetime.fromtimestamp(next(TIMES), dt.UTC), "anna", "drawn")


def make(store: StoredGlossary, move: tuple[Any, ...]) -> None:
    """One move, as far as the glossary allows it."""
    kind, what, *rest = move
    now = {entry.id: entry for entry in store.read().entries}
    newest = store.revisions(limit=1)
    if kind == "put":
        made = {id_: dataclasses.replace(entry, id=id_) for id_, entry in what.items()}
        changes = [EntryChange(now.get(id_), entry) for id_, entry in made.items()]
        store.commit(changes, signature())
    elif kind == "remove":
        store.commit([EntryChange(now[id_], None) for id_ in sorted(what & set(now))], signature())
    elif kind == "undo":
        if not newest:
            return
        number = None if what is None else what % newest[0].number + 1
        try:
            plan = store.plan_undo(number)
        except ConflictError:
            return
        store.carry_out(plan, signature())
    else:
        number = what % (newest[0].number + 1) if newest else 0
        states = [store.at(number), store.read()]
        known = {entry.id for state in states for entry in state.entries}
        store.carry_out(store.plan_restore(number, sorted(rest[0] & known)), signature())


def by_id(glossary: Glossary) -> dict[str, Entry]:
    return {entry.id: entry for entry in glossary.entries}


def check_history(store: StoredGlossary, states: list[Glossary]) -> None:
    """`states`: the glossary as it stood after each revision, from 0."""
    revisions = store.revisions()[::-1]
    assert [revision.number for revision in revisions] == list(range(1, len(states)))
    assert [store.at(number) for number in range(len(states))] == states
    replayed = Glossary(states[0].name, ())
    for number in range(1, len(states)):
        step = store.difference(number - 1, number)
        replayed = applied(replayed, step)
        assert by_id(replayed) == by_id(states[number])
        touched = revisions[number - 1]
        verbs = [change.verb for change in step]
        counts = tuple(verbs.count(verb) for verb in ("added", "changed", "removed"))
        assert counts == (touched.added, touched.changed, touched.removed)
    assert by_id(replayed) == by_id(store.read())


def run(address: str, moves: list[tuple[Any, ...]]) -> None:
    store = open_storage(address)
    assert isinstance(store, StoredGlossary)
    store.create()
    states = [store.read()]
    for move in moves:
        make(store, move)
        if len(store.revisions()) == len(states) - 1:
            assert store.read() == states[-1]
        else:
            states.append(store.read())
    check_history(store, states)


_SLOW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@_SLOW
@given(moves=st.lists(MOVES, max_size=8))
def test_any_history_can_be_replayed(moves: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(str(Path(folder) / "house.db"), moves)


@settings(_SLOW, max_examples=8)
@given(moves=st.lists(MOVES, max_size=6))
def test_so_it_can_in_postgresql(postgres_server: Server, moves: list[tuple[Any, ...]]) -> None:
    run(postgres_server.new_database(), moves)


@_SLOW
@given(moves=st.lists(MOVES, min_size=1, max_size=5), last=MOVES)
def test_undoing_the_last_change_gives_the_state_before(
    moves: list[tuple[Any, ...]], last: tuple[Any, ...]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_storage(str(Path(folder) / "house.db"))
        assert isinstance(store, StoredGlossary)
        store.create()
        for move in moves:
            make(store, move)
        before, count = store.read(), len(store.revisions())
        make(store, last)
        if len(store.revisions()) > count:
            store.carry_out(store.plan_undo(count + 1), signature())
        assert store.read() == before
        assert between(before, store.read()) == ()


@_SLOW
@given(
    made=st.lists(entries(), min_size=1, max_size=6, unique_by=lambda entry: entry.id),
    data=st.data(),
)
def test_the_index_finds_what_the_whole_glossary_finds(
    made: list[Entry], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_storage(str(Path(folder) / "house.db"))
        store.create()
        store.commit([EntryChange(None, entry) for entry in made], signature())
        said = st.sampled_from([text for entry in made for text in entry.sources])
        filling = st.sampled_from(["", "の", "、", "\n", " ", "大統領", "x"])
        text = "".join(data.draw(st.lists(st.one_of(said, filling), max_size=8)))
        whole, picked = Matcher([store.read()]), Matcher([store.matching(text)])
        assert picked.find(text) == whole.find(text)
        assert picked.find_all(text) == whole.find_all(text)


@pytest.mark.parametrize("name", ["プーチン露大統領", "口シアの大統領", "ﾛｼｱ"])
def test_the_index_knows_short_and_misread_names(store_address: str, name: str) -> None:
    glossary = open_storage(store_address)
    glossary.create()
    named = {"ロシア": "Russia", "大統領": "President", "プーチン": "Putin", "日本": "Japan"}
    types = {"ロシア": "place", "大統領": "title", "プーチン": "person", "日本": "place"}
    from glossary.formats.columns import build_entry

    made = [
        build_entry({"source": source, "target": (target,), "type": types[source]})
        for source, target in named.items()
    ]
    glossary.commit([EntryChange(None, entry) for entry in made], signature())
    found = Matcher([glossary.matching(name)]).find(name)
    assert found
    assert found == Matcher([glossary.read()]).find(name)
    assert len(glossary.matching(name).entries) < len(made)
