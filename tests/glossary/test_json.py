"""JSON: the contract, the shape of an entry, and what is refused."""

from __future__ import annotations

import json

import pytest
from contract.glossary_format_contract import GlossaryFormatContract

from glossary.errors import EntryError
from glossary.formats import json as glossary_json
from glossary.model import Entry, EntryType, Glossary, Target, TargetStatus

FULL = Entry(
    "csto",
    "集団安全保障条約機構",
    (Target("CSTO"), Target("Tashkent Pact", TargetStatus.FORBIDDEN)),
    type=EntryType.ORGANISATION,
    variants=("ＣＳＴＯ",),
    inflect=False,
    first_mention="Collective Security Treaty Organization (CSTO)",
    priority=3,
)


class TestJson(GlossaryFormatContract):
    name = "json"
    good = (
        '[\n{"source": "ミンスク", "target": "Minsk"},\n'
        '{"source": "大統領", "target": ["President"]}\n]\n'
    )
    bad = (
        ("{}", 1, 1, r"`\[` is missing here; the file must be a list of entries"),
        ('[{"source": "a", "target": "b"}', 1, 32, "`,` is missing here"),
        ('[{"source": "a", "target": "b"},]', 1, 33, "Expecting value"),
        ('[\n  {"source": "a" "target"}]', 2, 18, "Expecting ',' delimiter"),
        ('[\n  {"source": "a\nb"}]', 2, 16, "Invalid control character"),
        ('[{"source": "a", "target": "b"}]\n x', 2, 2, "text after the end of the list"),
        ('[\n {"source": "a", "source": "b"}]', 2, 2, "the key 'source' stands twice"),
        ('[\n {"source": "a", "target": "b", "priority": NaN}]', 2, 2, "NaN is not JSON"),
        ("[\n1]", 2, 1, "an entry must be an object, not 1"),
        ('[\n\n{"source": "a"}]', 3, 1, "column 'target': is empty"),
        ('[{"source": "a", "target": "b", "colour": 1}]', 1, 2, "'colour': is unknown; known: so"),
        ('[{"source": 1, "target": "b"}]', 1, 2, "column 'source': must be a text, not 1"),
        ('[{"source": "a", "target": {}}]', 1, 2, "'target': must be a list of texts, not {}"),
        ('[{"source": "a", "target": ["b", 1]}]', 1, 2, "must be a list of texts"),
        ('[{"source": "a", "target": "b", "dnt": 1}]', 1, 2, "'dnt': must be true or false, not 1"),
        ('[{"source": "a", "target": "b", "priority": true}]', 1, 2, "must be a whole number, not"),
        (
            '[{"source": "a", "target": "b", "priority": 1e3}]',
            1,
            2,
            "must be a whole number, not 1",
        ),
        ('[{"source": "a", "target": "b", "priority": 9999999999}]', 1, 2, "is too large"),
        (
            '[{"source": "a", "target": "b", "type": "plaec"}]',
            1,
            2,
            "'plaec' is unknown; write one",
        ),
        ('[{"source": "a", "target": "b\\u0000"}]', 1, 2, r"the control character U\+0000"),
        ('[{"source": "a\\ud800", "target": "b"}]', 1, 2, r"the control character U\+D800"),
        (
            (
                '[{"id": "x", "source": "a", "target": "b"},\n'
                '{"id": "x", "source": "c", "target": "d"}]'
            ),
            2,
            1,
            "the id 'x' is already used in line 1; change one",
        ),
    )
    several_bad = ('[\n{"source": "a"},\n{"source": "a", "target": "b"},\n{"target": "b"}]', (2, 4))


def test_an_empty_list_is_an_empty_glossary() -> None:
    assert glossary_json.read(" [ ] ", name="made").entries == ()
    assert glossary_json.write(Glossary("made", ())) == "[]\n"


def test_an_entry_is_an_object_of_columns() -> None:
    assert glossary_json.to_dict(FULL) == {
        "id": "csto",
        "source": "集団安全保障条約機構",
        "target": "CSTO",
        "type": "organisation",
        "variants": ("ＣＳＴＯ",),
        "forbidden": ("Tashkent Pact",),
        "first_mention": "Collective Security Treaty Organization (CSTO)",
        "inflect": False,
        "priority": 3,
    }
    assert glossary_json.from_dict(json.loads(json.dumps(glossary_json.to_dict(FULL)))) == FULL


def test_one_entry_a_line() -> None:
    lines = glossary_json.write(Glossary("made", (FULL, FULL))).splitlines()
    assert [line[:6] for line in lines] == ["[", '{"id":', '{"id":', "]"]
    assert "集団安全保障条約機構" in lines[1]


def test_null_says_nothing() -> None:
    item = {"source": "ミンスク", "target": "Minsk", "note": None, "variants": None}
    assert glossary_json.from_dict(item).note == ""


def test_deep_nesting_is_refused_without_a_traceback() -> None:
    with pytest.raises(Exception, match=r"recursion|missing|must be"):
        glossary_json.read("[" + '{"note":' * 100_000, name="made")


def test_an_entry_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(EntryError, match="9999999999 is too large a priority"):
        glossary_json.write(
            Glossary("made", (Entry("x", "a", (Target("b"),), priority=9_999_999_999),))
        )
    with pytest.raises(EntryError, match=r"'x y' \(a\): write its id as one word"):
        glossary_json.write(Glossary("made", (Entry("x y", "a", (Target("b"),)),)))
    with pytest.raises(EntryError, match="'yesterday' is not a date"):
        glossary_json.write(
            Glossary("made", (Entry("x", "a", (Target("b"),), modified="yesterday"),))
        )
