"""Evaluation sets, terms asked for, and the whole command."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mtservice.cli import main
from mtservice.documents import registry
from mtservice.errors import InputError
from mtservice.evaluation import sets
from mtservice.evaluation.alignment import Agreement, agreement
from mtservice.evaluation.sets import AskedTerm
from mtservice.evaluation.terms import groups, met, shuffled
from mtservice.model import (
    Alignment,
    DocumentResult,
    Link,
    PlacedSegment,
    Segment,
    SegmentResult,
    Span,
)

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = ("ミンスクで会談した。", "雨が降った。", "リガとミンスクを訪れた。")
REFERENCE = ("They met in Minsk.", "It rained.", "He visited Riga and Minsk.")
TERMS = "0\tミンスク\tMinsk\n2\tリガ\tRiga\n2\tミンスク\tMinsk City\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in (("src.ja", SOURCE), ("ref.en", REFERENCE)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "terms.tsv").write_text(TERMS, encoding="utf-8")
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "copy.en").write_text("\n".join(REFERENCE) + "\n", encoding="utf-8")
    return tmp_path


def test_a_set_is_read_with_its_terms_and_systems(folder: Path) -> None:
    read = sets.read(folder)
    assert read.source == SOURCE
    assert read.terms[2] == AskedTerm(2, "ミンスク", "Minsk City")
    assert read.systems == (("copy", REFERENCE),)
    assert sets.read(folder, 1).terms == read.terms[:1]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ref.en", "one\n", r"ref.en: 1 lines, but src.ja has 3"),
        ("terms.tsv", "0\tミンスク\n", r"terms.tsv, line 1: expected segment, Japanese"),
        ("systems/copy.en", "one\ntwo\n", r"copy.en: 2 lines"),
    ],
)
def test_a_set_that_is_malformed_is_named(
    folder: Path, name: str, content: str, message: str
) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        sets.read(folder)


@pytest.mark.parametrize(
    ("output", "wanted", "count"),
    [
        ("The Presidents met.", ["President"], 1),
        ("PRESIDENT Kim", ["President"], 1),
        ("Presidential", ["President"], 0),
        ("the European Union", ["European Union", "Union"], 1),
        ("the Union and the European Union", ["Union", "European Union"], 2),
        ("C++ and .NET", ["C++", ".NET"], 2),
    ],
)
def test_terms_are_met_by_mentions_of_their_own(output: str, wanted: list[str], count: int) -> None:
    assert met(["x"], [output], [AskedTerm(0, "x", one) for one in wanted]) == count


def test_shuffled_renderings_are_never_the_right_ones() -> None:
    terms = [AskedTerm(i, "x", name) for i, name in enumerate("ABCAB")]
    other = shuffled(terms)
    assert [one.segment for one in other] == [0, 1, 2, 3, 4]
    assert all(one.target != term.target for one, term in zip(other, terms, strict=True))


WORDS = st.sampled_from(["甲", "乙", "甲乙", "丙", "丁"])


@given(
    st.lists(
        st.tuples(st.lists(WORDS, max_size=4).map("".join), st.sets(WORDS, max_size=2)), max_size=9
    ),
    st.sampled_from(["A", "B"]),
)
def test_each_segment_gets_its_terms_and_no_others(
    rows: list[tuple[str, set[str]]], odd: str
) -> None:
    source = [text for text, _ in rows]
    terms = [
        AskedTerm(i, one, odd if i % 3 == 0 else "A")
        for i, (text, asked) in enumerate(rows)
        for one in sorted(asked)
        if one in text
    ]
    found = groups(source, terms)
    assert sorted(i for group in found for i in group.segments) == list(range(len(source)))
    for group in found:
        for i in group.segments:
            given_terms = {
                (entry.source, entry.preferred)
                for entry in group.entries
                if entry.source in source[i]
            }
            assert given_terms == {(t.source, t.target) for t in terms if t.segment == i}


def test_the_command_scores_systems_and_service(folder: Path) -> None:
    ran = CliRunner().invoke(main, ["eval", str(folder), "--to", "json", "--no-glossary"])
    assert ran.exit_code == 0, ran.output
    rows = {row["system"]: row for row in json.loads(ran.stdout)}
    assert set(rows) == {"copy", *(f"mtservice {m}" for m in ("plain", "glossary", "random"))}
    assert rows["copy"]["scores"]["bleu"] == pytest.approx(100)
    assert rows["copy"]["scores"]["terms_met"] == 2
    assert rows["mtservice glossary"]["scores"]["terms_met"] == 3
    assert rows["mtservice glossary"]["spans_right"] == 1.0
    links = rows["mtservice plain"]["alignment"]
    assert links["names"] >= 1
    assert links["precision"] > 0.5
    assert links["recall"] > 0.5
    table = CliRunner().invoke(main, ["eval", str(folder), "--mode", "plain"])
    marked = CliRunner().invoke(main, ["eval", str(folder), "--mode", "plain", "--to", "markdown"])
    assert "| copy | 100.0 | 100.0 | 66.7% | 100.0% | — | — | — | — |" in marked.stdout
    assert re.search(r"copy +100\.0 +100\.0 +66\.7% +100\.0%", table.stdout)


def test_links_are_counted_against_the_places_of_names() -> None:
    segment = Segment(0, Span(0, 8), "リガとミンスク。", "", "stop")
    text = "Riga and Minsk City"
    links = (
        Link(Span(0, 2), Span(0, 4)),
        Link(Span(0, 2), Span(5, 8)),
        Link(Span(3, 7), Span(9, 14)),
    )
    result = SegmentResult(segment, text, alignment=Alignment(links))
    document = registry.read(segment.text)
    whole = (Span(0, 8), Span(0, 19))
    results = [DocumentResult(document, text, (PlacedSegment(0, result, *whole),))]
    riga, minsk = AskedTerm(0, "リガ", "Riga"), AskedTerm(0, "ミンスク", "Minsk City")
    assert agreement(results, [riga]) == Agreement(1, 1 / 2, 1.0)
    assert agreement(results, [minsk]) == Agreement(1, 1.0, 1 / 2)
    assert agreement(results, [riga, minsk]) == Agreement(2, 2 / 3, 2 / 3)
    assert agreement(results, [AskedTerm(0, "リガ", "Tallinn")]) is None
