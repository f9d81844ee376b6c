"""What every place that a glossary is kept in promises, as base classes: one subclass per place.

`StorageContract` holds for files and stores, `HistoryContract` for stores alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from glossary.changes import EntryChange, Signature, between
from glossary.errors import (
    ConflictError,
    EntryError,
    StaleError,
    UnknownEntryError,
)
from glossary.matcher import Matcher
from glossary.model import (
    CaseRule,
    Entry,
    EntryStatus,
    EntryType,
    Glossary,
    Target,
    TargetStatus,
)
from glossary.storage import Storage, open_storage
from glossary.version import version

WHEN = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
MINSK = Entry("minsk", "ミンスク", (Target("Minsk"),), EntryType.PLACE, ("明斯克",))
TRUCE = Entry("truce", "停戦", (Target("ceasefire"), Target("truce", TargetStatus.ADMITTED)))
FULL = Entry(
    "csto",
    "集団安全保障条約機構",
    (
        Target("CSTO"),
        Target("Collective Security Treaty Organization", TargetStatus.ADMITTED),
        Target("Tashkent Treaty", TargetStatus.DEPRECATED),
        Target("Warsaw Pact", TargetStatus.FORBIDDEN),
    ),
    EntryType.ORGANISATION,
    ("集安条約機構", "ＣＳＴＯ|\\#"),
    EntryStatus.PROPOSED,
    do_not_translate=True,
    case=CaseRule.SENTENCE,
    inflect=False,
    adjective="CSTO's",
    first_mention="Collective Security Treaty Organization (CSTO)",
    priority=-7,
    domain="外交",
    note="line\nsecond\tcolumn 👩‍💻",
    provenance="a list",
    author="杏",
    modified="2026-01-31",
)


def signed(reason: str = "", author: str = "anna") -> Signature:
    return Signature(WHEN, author, reason)


def changed(entry: Entry, **values: Any) -> Entry:
    return dataclasses.replace(entry, **values)


class StorageContract:
    """Subclass it, name the subclass `Test…`, and give it the fixture `where`."""

    @pytest.fixture
    def storage(self, where: str) -> Iterator[Storage]:
        storage = open_storage(where)
        yield storage
        storage.close()

    @pytest.fixture
    def filled(self, storage: Storage) -> Storage:
        storage.create()
        storage.commit([EntryChange(None, entry) for entry in (MINSK, TRUCE, FULL)], signed())
        return storage

    def test_nothing_is_there_before_it_is_created(self, storage: Storage) -> None:
        assert not storage.exists()
        with pytest.raises(UnknownEntryError, match="there is no"):
            storage.read()
        with pytest.raises(UnknownEntryError, match="there is no"):
            storage.stamp()
        assert not storage.exists(), "looking must not make one"
        storage.create()
        storage.create()
        assert storage.exists()
        assert storage.read().entries == ()
        assert storage.size() == 0

    def test_what_is_written_is_read_back(self, filled: Storage, where: str) -> None:
        assert filled.read().entries == (MINSK, TRUCE, FULL)
        assert filled.size() == 3
        assert open_storage(where).read() == filled.read()

    def test_the_version_is_that_of_a_file(self, filled: Storage) -> None:
        assert version(filled.read()) == version(Glossary("made", (FULL, MINSK, TRUCE)))

    def test_changed_entries_keep_their_place(self, filled: Storage) -> None:
        after = changed(TRUCE, note="of 2026")
        filled.commit([EntryChange(TRUCE, after), EntryChange(MINSK, None)], signed())
        assert filled.read().entries == (after, FULL)

    def test_the_stamp_differs_after_a_change_and_only_then(self, filled: Storage) -> None:
        before = filled.stamp()
        assert filled.stamp() == before
        filled.commit([], signed())
        assert filled.stamp() == before
        filled.commit([EntryChange(MINSK, None)], signed())
        assert filled.stamp() != before

    def test_another_writer_is_seen_at_once(self, filled: Storage, where: str) -> None:
        assert filled.size() == 3
        open_storage(where).commit([EntryChange(MINSK, None)], signed())
        assert filled.read().entries == (TRUCE, FULL)

    @pytest.mark.parametrize(
        ("term", "found"),
        [("minsk", [MINSK]), ("ミンスク", [MINSK]), ("明斯克", [MINSK]), ("集安条約機構", [FULL])],
    )
    def test_entries_are_found_by_id_source_and_variant(
        self, filled: Storage, term: str, found: list[Entry]
    ) -> None:
        assert list(filled.named(term)) == found
        assert set(found) <= set(filled.spelling(term).entries)

    def test_an_unknown_one_suggests_the_nearest(self, filled: Storage) -> None:
        with pytest.raises(UnknownEntryError, match=r"no entry 'minks'; did you mean 'minsk'"):
            filled.named("minks")

    def test_matching_finds_what_the_whole_glossary_finds(self, filled: Storage) -> None:
        text = "明斯克で停戦、ミン\nスクへ。"
        whole = Matcher([filled.read()]).find(text)
        assert [match.preferred for match in whole] == ["Minsk", "ceasefire", "Minsk"]
        assert Matcher([filled.matching(text)]).find(text) == whole

    @pytest.mark.parametrize("current", [changed(TRUCE, note="theirs"), None])
    def test_a_stale_change_is_refused_and_nothing_is_written(
        self, filled: Storage, where: str, current: Entry | None
    ) -> None:
        open_storage(where).commit([EntryChange(TRUCE, current)], signed())
        before = filled.read()
        wanted = changed(TRUCE, note="mine")
        with pytest.raises(StaleError, match="'truce' was changed meanwhile") as caught:
            filled.commit([EntryChange(MINSK, None), EntryChange(TRUCE, wanted)], signed())
        found = (caught.value.seen, caught.value.current, caught.value.wanted)
        assert found == (TRUCE, current, wanted)
        assert filled.read() == before

    def test_an_entry_that_somebody_else_added_is_not_overwritten(self, filled: Storage) -> None:
        with pytest.raises(StaleError):
            filled.commit([EntryChange(None, changed(MINSK, note="mine"))], signed())
        assert filled.read().entries[0] == MINSK

    def test_an_entry_that_contradicts_itself_changes_nothing(self, filled: Storage) -> None:
        bad = changed(TRUCE, source="\x00")
        with pytest.raises(EntryError, match="control character"):
            filled.commit([EntryChange(MINSK, None), EntryChange(TRUCE, bad)], signed())
        assert filled.read().entries == (MINSK, TRUCE, FULL)


class HistoryContract(StorageContract):
    """What a store promises besides."""

    def test_each_change_is_a_revision_with_author_time_and_reason(self, filled: Any) -> None:
        filled.commit([EntryChange(TRUCE, None)], signed("no longer said", "ben"))
        second, first = filled.revisions()
        assert (first.number, second.number) == (1, 2)
        assert (second.author, second.reason, second.removed) == ("ben", "no longer said", 1)
        assert second.at == WHEN
        assert second.at.utcoffset() == dt.timedelta(0)
        assert (first.added, first.changed, first.removed) == (3, 0, 0)
        assert filled.revisions(limit=1) == (second,)

    def test_a_change_that_changes_nothing_is_no_revision(self, filled: Any) -> None:
        assert filled.commit([EntryChange(TRUCE, TRUCE)], signed()) is None
        assert len(filled.revisions()) == 1

    def test_every_earlier_state_can_be_read(self, filled: Any) -> None:
        after = changed(TRUCE, note="x")
        filled.commit([EntryChange(TRUCE, after)], signed())
        filled.commit([EntryChange(MINSK, None)], signed())
        states = [filled.at(number).entries for number in range(4)]
        assert states == [(), (MINSK, TRUCE, FULL), (MINSK, after, FULL), (after, FULL)]
        with pytest.raises(UnknownEntryError, match="no revision 4; the newest is 3"):
            filled.at(4)

    def test_a_difference_is_what_makes_one_state_of_another(self, filled: Any) -> None:
        after = changed(TRUCE, note="x")
        filled.commit([EntryChange(TRUCE, after)], signed())
        filled.commit([EntryChange(MINSK, None)], signed())
        assert filled.difference(1, 2) == (EntryChange(TRUCE, after),)
        assert filled.difference(3, 1) == between(filled.at(3), filled.at(1))
        assert filled.difference(2, 2) == ()

    def test_the_records_of_an_entry_tell_its_life(self, filled: Any) -> None:
        after = changed(TRUCE, note="x")
        filled.commit([EntryChange(TRUCE, after)], signed("why", "ben"))
        filled.commit([EntryChange(after, None)], signed())
        records = filled.records("truce")
        assert [entry for _, entry in records] == [TRUCE, after, None]
        assert [revision.author for revision, _ in records] == ["anna", "ben", "anna"]

    def test_undoing_goes_back_one_by_one_and_can_be_undone(self, filled: Any) -> None:
        after = changed(TRUCE, note="x")
        filled.commit([EntryChange(TRUCE, after)], signed())
        filled.commit([EntryChange(MINSK, None)], signed())
        states = [filled.at(number) for number in range(4)]
        for number in (3, 2, 1):
            plan = filled.plan_undo()
            assert plan.reverts == number
            filled.carry_out(plan, signed())
            assert filled.read() == states[number - 1]
        with pytest.raises(ConflictError, match="no change that could be undone"):
            filled.plan_undo()
        with pytest.raises(ConflictError, match="revision 1 is undone already, by revision 6"):
            filled.plan_undo(1)
        filled.carry_out(filled.plan_undo(6), signed())
        assert filled.read() == states[1]
        assert filled.plan_undo().reverts == 1

    def test_undoing_is_refused_where_an_entry_changed_since(self, filled: Any) -> None:
        after = changed(TRUCE, note="x")
        filled.commit([EntryChange(TRUCE, after)], signed())
        newest = changed(TRUCE, note="y")
        filled.commit([EntryChange(after, newest)], signed())
        with pytest.raises(StaleError) as caught:
            filled.plan_undo(2)
        assert (caught.value.current, caught.value.wanted) == (newest, TRUCE)
        with pytest.raises(UnknownEntryError, match="no revision 9"):
            filled.plan_undo(9)

    def test_a_plan_that_no_longer_fits_is_refused(self, filled: Any) -> None:
        plan = filled.plan_undo()
        filled.commit([EntryChange(TRUCE, None)], signed())
        with pytest.raises(StaleError):
            filled.carry_out(plan, signed())
        assert filled.read().entries == (MINSK, FULL)

    def test_restoring_brings_back_all_or_some(self, filled: Any) -> None:
        filled.commit([EntryChange(item, None) for item in (MINSK, TRUCE)], signed())
        filled.carry_out(filled.plan_restore(1, ["truce"]), signed())
        assert filled.read().entries == (TRUCE, FULL)
        filled.carry_out(filled.plan_restore(1), signed())
        assert filled.read().entries == (MINSK, TRUCE, FULL)
        filled.carry_out(filled.plan_restore(0), signed())
        assert filled.read().entries == ()
        with pytest.raises(UnknownEntryError, match="no entry 'none', and had none at revision 1"):
            filled.plan_restore(1, ["none"])

    def test_long_terms_are_kept_and_found(self, filled: Any) -> None:
        long = Entry("long", "長" * 5_000, (Target("long"),), variants=("長" * 5_000 + "い",))
        filled.commit([EntryChange(None, long)], signed())
        assert filled.named("長" * 5_000) == (long,)
        assert filled.matching("長" * 300).entries == (long,)

    def test_writers_at_the_same_time_lose_nothing(self, filled: Any, where: str) -> None:
        failed: list[BaseException] = []

        def write(worker: int) -> None:
            storage = open_storage(where)
            try:
                for number in range(10):
                    entry = Entry(f"{worker}-{number}", f"語{worker}-{number}", (Target("x"),))
                    storage.commit([EntryChange(None, entry)], signed())
            except BaseException as error:
                failed.append(error)

        workers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert not failed
        assert [item.number for item in filled.revisions()] == list(range(41, 0, -1))
        assert filled.size() == 43

    def test_one_store_holds_several_glossaries(self, filled: Any, where: str) -> None:
        other = open_storage(f"{where}#別の 用語")
        assert not other.exists()
        other.create()
        other.commit([EntryChange(None, changed(MINSK, note="other"))], signed())
        assert other.name == "別の 用語"
        assert filled.read().entries == (MINSK, TRUCE, FULL)
        assert len(filled.names()) == 2
        with pytest.raises(UnknownEntryError, match="has no glossary 'none'; it has: "):
            open_storage(f"{where}#none").read()
