"""JSON Lines and TSV: named fields are read, all else comes out as it stands."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtservice.documents import registry
from mtservice.documents.base import ReadOptions
from mtservice.documents.render import render
from mtservice.errors import DocumentError
from mtservice.model import SegmentResult
from mtservice.segmentation import segment


def texts(form: str, text: str, *fields: str) -> list[str]:
    document = registry.read(text, name="x", format=form, options=ReadOptions(fields=fields))
    return [block.text for block in document.blocks]


def translated(form: str, text: str, english: str, *fields: str) -> str:
    document = registry.read(text, format=form, options=ReadOptions(fields=fields))
    results = [SegmentResult(item, english) for block in document.blocks for item in segment(block)]
    return render(document, results, registry.format_of(form))[0]


RECORD = (
    '{"id": 1, "text" : "議会は\\"停戦\\"を", "meta": {"text": "甲", "title": "題"}, '
    '"n": [1.50, null]}\n'
)


def test_the_usual_field_is_read_and_others_by_name() -> None:
    assert texts("jsonl", RECORD) == ['議会は"停戦"を']
    assert texts("jsonl", RECORD, "meta.title") == ["題"]
    assert texts("jsonl", RECORD, "text", "meta.text") == ['議会は"停戦"を', "甲"]
    assert texts("jsonl", '{"a": ["議会", {"b": "停戦"}, [["甲"]]]}', "a") == ["議会", "甲"]
    assert texts("jsonl", '{"a": ["議会", {"b": "停戦"}]}', "a.b") == ["停戦"]


def test_everything_else_of_a_line_comes_out_as_it_stands() -> None:
    out = translated("jsonl", RECORD, 'A "b" \\ c')
    assert out == RECORD.replace('議会は\\"停戦\\"を', 'A \\"b\\" \\\\ c')


def test_escapes_are_read_as_what_they_mean() -> None:
    said = json.dumps({"text": "議会🙂は\t停戦を\n求めた。"}) + "\n"
    assert texts("jsonl", said) == ["議会🙂は\t停戦を\n求めた。"]
    assert texts("jsonl", '{"text": "\\ud83d議会"}') == ["議会"]
    assert translated("jsonl", '{"text": "\\ud83d議会"}', "Yes") == '{"text": "\\ud83dYes"}'


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text(max_size=20)), max_size=5))
def test_each_line_stays_sound_json_with_one_field_changed(records: list[dict[str, str]]) -> None:
    lines = [json.dumps(record | {"text": "議会"}) for record in records]
    out = translated("jsonl", "\n".join(lines), 'A\n"b"').splitlines()
    expected = [record | {"text": 'A\n"b"'} for record in records]
    assert [json.loads(line) for line in out] == expected


JSON_FAULTS = (
    ('{"text": "議"}\n{"text": \n', "x: line 2, column 10: not JSON"),
    ("[1]\n", "x: line 1: not a JSON object"),
    ('\n\n"議"', "x: line 3: not a JSON object"),
    (
        '{"body": "議", "id": "1"}',
        r"no line has a string in the field text; there are: body, id; .*--field body",
    ),
    ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "line 1: nested too deeply"),
)


@pytest.mark.parametrize(("text", "words"), JSON_FAULTS)
def test_a_fault_in_json_lines_is_named(text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        texts("jsonl", text)


TABLE = 'id\ttext\tnote\n1\t議会\t甲\n2\t"停戦と\n""合意"""\t乙\n3\n4\t\t丙\n'


def test_the_usual_column_is_read_below_its_header() -> None:
    assert texts("tsv", TABLE) == ["議会", '停戦と\n"合意"']
    assert texts("tsv", "source\ttarget\n議会\tx\n") == ["議会"]


def test_columns_are_named_or_numbered() -> None:
    assert texts("tsv", TABLE, "note") == ["甲", "乙", "丙"]
    assert texts("tsv", "議会\t甲\n停戦\t乙", "2") == ["甲", "乙"]
    assert texts("tsv", "議会\t甲\n停戦\t乙", "2", "1") == ["議会", "甲", "停戦", "乙"]


def test_a_cell_stays_one_cell() -> None:
    out = translated("tsv", TABLE, '"A"\tb\nc "d"')
    rows = list(csv.reader(StringIO(out), dialect="excel-tab"))
    assert [row[0] for row in rows] == ["id", "1", "2", "3", "4"]
    assert rows[1] == ["1", '"A" b c "d"', "甲"]
    assert rows[2][2] == "乙"


TSV_FAULTS = (
    (
        "a\tb\n議\t会\n",
        (),
        "x: no column is called text, source, ja or Japanese; the first line says: a, b; .*--field",
    ),
    ("a\tb\n議\t会\n", ("c",), "x: no column is called 'c'; the first line says: a, b"),
    ("a\tb\n議\t会\n", ("3",), "x: no column is called '3'"),
)


@pytest.mark.parametrize(("text", "fields", "words"), TSV_FAULTS)
def test_a_column_that_is_not_there_is_named(
    text: str, fields: tuple[str, ...], words: str
) -> None:
    with pytest.raises(DocumentError, match=words):
        texts("tsv", text, *fields)


def test_an_empty_table_is_nothing() -> None:
    assert texts("jsonl", "") == texts("jsonl", "\n \n") == []
