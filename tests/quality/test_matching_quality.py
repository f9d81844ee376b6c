"""Every row of `matching.tsv` is a sentence that was, or could have been, matched wrongly.

Columns: the text; the hits expected, `text=source of the entry`, `>` the wanted English where it is
composed, hits parted by `|`; why. Line breaks are written `\\n`. A bug that is fixed adds a row.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from glossary.matcher import Matcher
from glossary.model import Entry, EntryType, Glossary, MatchKind, Target, TargetStatus, TermMatch

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _entry(row: dict[str, str]) -> Entry:
    admitted = [Target(text, TargetStatus.ADMITTED) for text in _parts(row["admitted"])]
    return Entry(
        id=row["source"],
        source=row["source"],
        targets=(Target(row["target"]), *admitted),
        type=EntryType(row["type"]),
        variants=_parts(row["variants"]),
        adjective=row["adjective"],
    )


ROWS = _rows("matching.tsv")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    entries = tuple(map(_entry, _rows("matching_terms.tsv")))
    return Matcher([Glossary("terms", entries)])


def _unescape(text: str) -> str:
    return text.replace("\\r", "\r").replace("\\n", "\n")


def _shown(match: TermMatch) -> str:
    shown = f"{match.text}={match.entry.source}"
    return f"{shown}>{match.preferred}" if match.kind is MatchKind.COMPOSED else shown


@pytest.mark.parametrize("row", ROWS, ids=[f"line {number}" for number in range(2, len(ROWS) + 2)])
def test_row(matcher: Matcher, row: dict[str, str]) -> None:
    text = _unescape(row["text"])
    matches = matcher.find(text)
    found = "|".join(map(_shown, matches))
    assert found == _unescape(row["expected"] or ""), row["reason"]
    assert all(match.text == text[match.start : match.end] for match in matches)


def test_every_row_says_why() -> None:
    assert len(ROWS) > 120
    assert all(row["reason"] for row in ROWS)
    assert len({row["text"] for row in ROWS}) == len(ROWS)
