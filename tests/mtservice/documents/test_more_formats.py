"""The formats of pages, subtitles, tables and messages pass the contract of all documents."""

from __future__ import annotations

import json
import re

import polib
from contract.document_contract import DocumentContract


class TestHtml(DocumentContract):
    name = "html"


class TestSubRip(DocumentContract):
    name = "srt"

    def whole(self, text: str) -> str:
        return f"1\n00:00:01,000 --> 00:00:02,000\n{text}"


class TestJsonLines(DocumentContract):
    name = "jsonl"

    def whole(self, text: str) -> str:
        record = {"id": 1, "text": text, "n": [{"text": "甲"}]}
        return json.dumps(record, ensure_ascii=bool(len(text) % 2)) + "\n\n"


class TestTsv(DocumentContract):
    name = "tsv"

    def whole(self, text: str) -> str:
        bare = re.sub(r"[\t\r\n]", " ", text).lstrip('"')
        quoted = text.replace('"', '""')
        return f'id\ttext\tn\n1\t"{quoted}"\t甲\n2\t{bare}\n'

    def test_a_megabyte_in_one_line_is_read(self) -> None:
        text = "議会は停戦を求めた。" * 100_000
        assert sum(len(block.text) for block in self.read(text).blocks) == 2 * len(text)


class TestPo(DocumentContract):
    name = "po"
    in_place = False

    def whole(self, text: str) -> str:
        return str(polib.POEntry(msgid=text or "空", comment="注", flags=["fuzzy"]))
