"""The version: what counts and what does not."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
from contract.glossary_format_contract import glossaries
from hypothesis import given, settings

from glossary.formats import by_name
from glossary.formats.tsv import read
from glossary.model import CaseRule, Entry, EntryStatus, EntryType, Glossary, Target, TargetStatus
from glossary.version import version

MINSK = Entry("minsk", "ミンスク", (Target("Minsk"), Target("Mensk", TargetStatus.ADMITTED)))
HRODNA = Entry("hrodna", "フロドナ", (Target("Hrodna"),), variants=("グロドノ", "フロードナ"))


def test_it_is_a_short_hash() -> None:
    assert re.fullmatch("[0-9a-f]{16}", version(Glossary("made", (MINSK, HRODNA))))
    assert version(Glossary("made", ())) != version(Glossary("made", (MINSK,)))


@settings(max_examples=25, deadline=None)
@given(glossary=glossaries(min_size=1))
def test_name_order_and_format_do_not_count(glossary: Glossary) -> None:
    expected = version(glossary)
    assert version(Glossary("other", glossary.entries[::-1])) == expected
    for name in ("tsv", "csv", "json"):
        format_ = by_name(name)
        assert version(format_.read(format_.write(glossary), name="made")) == expected


def test_comments_spaces_and_defaults_written_out_do_not_count() -> None:
    plain = "source\ttarget\nミンスク\tMinsk\n"
    other = (
        "# x\ntarget\tsource\ttype\tdnt\tinflect\tpriority\n\n Minsk \tミンスク\tterm\tno\tyes\t0\n"
    )
    assert version(read(plain, name="a")) == version(read(other, name="b"))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"source": "ミーンスク"},
        {"targets": (Target("Mensk"),)},
        {"targets": (*MINSK.targets, Target("Miensk", TargetStatus.FORBIDDEN))},
        {"type": EntryType.PLACE},
        {"variants": ("明斯克",)},
        {"status": EntryStatus.RETIRED},
        {"do_not_translate": True},
        {"case": CaseRule.SENTENCE},
        {"inflect": False},
        {"adjective": "Minsk"},
        {"first_mention": "the city of Minsk"},
        {"priority": 1},
        {"domain": "places"},
        {"note": "capital"},
        {"provenance": "atlas"},
        {"author": "anna"},
        {"modified": "2026-11-26"},
    ],
)
def test_every_field_counts(change: dict[str, object]) -> None:
    changed = dataclasses.replace(MINSK, **change)  # type: ignore[arg-type]
    assert version(Glossary("made", (changed, HRODNA))) != version(
        Glossary("made", (MINSK, HRODNA))
    )


def test_it_does_not_depend_on_the_hash_seed(root: Path) -> None:
    code = (
        "from glossary.formats.tsv import read; from glossary.version import version;"
        "print(version(read('source\\ttarget\\ttype\\nミンスク\\tMinsk\\tplace\\n', name='x')))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(found) == 1
