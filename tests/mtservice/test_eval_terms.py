"""Scores of terms: what is said and in which form, on what, and by the whole command."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from glossary.model import Entry, MatchKind, Target, TermMatch
from mtservice.cli import main
from mtservice.errors import InputError
from mtservice.evaluation import material
from mtservice.evaluation.sets import AskedTerm
from mtservice.evaluation.tally import Tier, mention, tally
from mtservice.evaluation.term_scores import consistency, hit_is_right, success
from mtservice.model import (
    Alignment,
    Link,
    Outcome,
    Segment,
    SegmentResult,
    Span,
    TermOutcome,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def asked(*renderings: str, source: str = "甲") -> AskedTerm:
    return AskedTerm(0, source, renderings[0], renderings[1:])


@pytest.mark.parametrize(
    ("output", "term", "tier"),
    [
        ("They met in Minsk.", asked("Minsk"), Tier.EXACT),
        ("MINSK’s streets", asked("Minsk"), Tier.EXACT),
        ("The sanctions stay.", asked("sanction"), Tier.INFLECTED),
        ("Two embassies closed.", asked("embassy"), Tier.INFLECTED),
        ("They met in Mensk.", asked("Minsk", "Mensk"), Tier.ADMITTED),
        ("a prime-minister", asked("prime minister"), Tier.EXACT),
        ("Minskers met.", asked("Minsk"), None),
        ("", asked("Minsk"), None),
    ],
)
def test_the_form_in_which_a_term_is_said_is_told(
    output: str, term: AskedTerm, tier: Tier | None
) -> None:
    assert [item.tier for item in tally("甲は乙だ。", output, [term]).said] == [tier]


@pytest.mark.parametrize(
    ("source", "output", "terms", "surplus"),
    [
        ("甲は乙だ。", "Riga is Riga.", [asked("Riga")], 1),
        ("甲は甲だ。", "Riga is Riga.", [asked("Riga")], 0),
        ("甲は乙だ。", "Riga is Riga.", [asked("Riga"), asked("Riga", source="乙")], 0),
        ("甲は乙だ。", "Greater Riga it is.", [asked("Greater Riga")], 0),
        ("甲は乙だ。", "Greater Riga", [asked("Greater Riga"), asked("Riga", source="乙")], 0),
    ],
)
def test_a_term_said_more_often_than_the_source_says_it_is_counted(
    source: str, output: str, terms: list[AskedTerm], surplus: int
) -> None:
    assert tally(source, output, terms).surplus == surplus


NAMES = st.sampled_from(["Riga", "Greater Riga", "Minsk", "Old Minsk City", "Minsk City"])


@given(st.lists(NAMES, max_size=5), st.lists(NAMES, max_size=5))
def test_no_mention_stands_for_two_terms(names: list[str], said: list[str]) -> None:
    output = ", ".join(said)
    found = tally("甲", output, [asked(name) for name in names])
    spans = sorted(item.span for item in found.said if item.span is not None)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    for item in found.said:
        assert (item.span is None) == (item.tier is None)
        if item.span is not None:
            assert mention(item.term.target).fullmatch(item.span.of(output))


def test_success_is_counted_by_term_and_by_type() -> None:
    terms = [AskedTerm(i, "甲", "Riga") for i in range(3)] + [AskedTerm(0, "乙", "Minsk")]
    found = success(["甲と乙", "甲", "甲"], ["Riga, Minsk", "Rigas", "Tallinn"], terms)
    assert found is not None
    assert (found.asked, found.exact, found.inflected, found.rate) == (4, 2, 1, 3 / 4)
    assert found.by_type == pytest.approx((2 / 3 + 1) / 2)
    assert success(["甲"], ["Riga"], []) is None


def segment(source: str, text: str, *links: tuple[int, int, int, int]) -> SegmentResult:
    pairs = tuple(Link(Span(a, b), Span(c, d)) for a, b, c, d in links)
    return SegmentResult(
        Segment(0, Span(0, len(source)), source, "", "stop"), text, alignment=Alignment(pairs)
    )


def test_consistency_is_told_by_the_alignment_whether_right_or_wrong() -> None:
    results = [
        segment("甲だ。", "The Rega it is.", (0, 1, 0, 3), (0, 1, 4, 8)),
        segment("甲か。", "Rega?", (0, 1, 0, 4)),
        segment("甲も。", "Riga, too.", (0, 1, 0, 4)),
        segment("乙も。", "Minsk, too.", (0, 1, 0, 5)),
    ]
    terms = [AskedTerm(i, "甲", "Riga") for i in range(3)] + [AskedTerm(3, "乙", "Minsk")]
    assert consistency(results, terms) == pytest.approx(2 / 3)
    assert consistency(results, terms[3:]) is None


@pytest.mark.parametrize(
    ("span", "right"),
    [((0, 4), True), ((0, 6), True), ((0, 7), False), ((1, 4), False), ((7, 11), False)],
)
def test_a_target_span_is_right_when_it_is_a_rendering_whole_and_alone(
    span: tuple[int, int], right: bool
) -> None:
    entry = Entry("riga", "リガ", (Target("Riga"), Target("Riga’s")))
    match = TermMatch(0, 2, "リガ", MatchKind.EXACT, entry, "g", ("Riga", "Riga’s"))
    hit = TermOutcome(match, Span(0, 2), Span(*span), Outcome.KEPT, "model")
    assert hit_is_right(hit, "Riga’s port") is right


ROWS = (
    "source\treference\tterms",
    "リガを訪れた。\tHe saw Riga.\tリガ=Riga|Rīga",
    "雨だ。\tRain.\t",
)


def table(folder: Path, rows: Sequence[str]) -> Path:
    path = folder / "sentences.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_table_is_read_with_its_terms(tmp_path: Path) -> None:
    found = material.read(table(tmp_path, ROWS))
    assert found.terms == (AskedTerm(0, "リガ", "Riga", ("Rīga",)),)
    assert found.source == ("リガを訪れた。", "雨だ。")
    assert found.reference == ("He saw Riga.", "Rain.")
    assert material.read(table(tmp_path, ("source", "雨だ。"))).terms is None


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (("リガを訪れた。",), "its first line must name the columns, `source` among them"),
        (("source\tterms", "雨だ。"), "line 2: expected 2 cells"),
        (("source\tterms", "雨だ。\tx\ty"), "line 2: expected 2 cells"),
        (("source\tterms", "雨だ。\t雨"), "line 2: '雨' is not a term; write it like リガ=Riga"),
    ],
)
def test_a_malformed_table_is_named(tmp_path: Path, rows: Sequence[str], message: str) -> None:
    with pytest.raises(InputError, match=rf"sentences.tsv.*{message}"):
        material.read(table(tmp_path, rows))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tsv", b"source\tterms\n", "a.tsv: there is nothing to translate in it"),
        ("a.tsv", b"", "a.tsv: its first line must name the columns"),
        ("a.tsv", b"source\n\x82\xa0\n", "a.tsv: byte 7 is not UTF-8"),
        ("a.txt", b"\n", "a.txt: there is nothing to translate in it"),
    ],
)
def test_what_cannot_be_measured_is_named(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        material.read(path)


@pytest.mark.model
def test_the_command_scores_told_terms_in_all_modes(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["eval", "terms", str(table(tmp_path, ROWS)), "--to", "json"])
    assert ran.exit_code == 0, ran.output
    rows = {row["system"]: row for row in json.loads(ran.stdout)}
    assert list(rows) == [f"mtservice {mode}" for mode in ("none", "glossary", "random")]
    kept = rows["mtservice glossary"]
    assert kept["success"]["asked"] == kept["success"]["exact"] == 1
    assert kept["hits"]["spans_right"] == 1.0
    assert kept["false_hits"] == 0
    assert kept["seconds_per_segment"] > 0
    assert rows["mtservice none"]["hits"] is None
    assert rows["mtservice none"]["bleu"] > 0


@pytest.mark.model
def test_the_command_takes_the_hits_of_a_glossary_for_the_terms_of_a_document(
    tmp_path: Path,
) -> None:
    report = tmp_path / "report.txt"
    report.write_text("リガで会談した。\n\nミンスクでも雨が降った。\n", encoding="utf-8")
    ours = tmp_path / "ours.tsv"
    ours.write_text("source\ttarget\nリガ\tRiga\nミンスク\tMinsk\n", encoding="utf-8")
    call = ["eval", "terms", str(report), "--glossary", str(ours), "--rung", "none"]
    ran = CliRunner().invoke(main, [*call, "--to", "json"])
    assert ran.exit_code == 0, ran.output
    rows = {row["system"]: row for row in json.loads(ran.stdout)}
    for row in rows.values():
        assert row["success"]["asked"] == 2
        assert row["bleu"] is None
    told = dict(rows["mtservice glossary"]["hits"]["outcomes"])
    assert sum(told.values()) == 2
    assert told["repaired"] == 0
    shown = CliRunner().invoke(main, [*call, "--mode", "glossary"])
    assert "report.txt" in shown.stdout
    assert "terms met" in shown.stdout
    marked = CliRunner().invoke(main, [*call, "--mode", "glossary", "--to", "markdown"])
    assert "| mtservice glossary | — | — |" in marked.stdout
