"""The signature names everything that a result depends on."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from mtservice.signature import Signature

SIGNATURE = Signature("0.1.0", "translate-ja_en-0_1", "ab" * 32, (("house", "1234"),), "beam:4")


def test_it_reads_like_a_sacrebleu_signature() -> None:
    assert str(SIGNATURE) == (
        "mtservice:0.1.0|model:translate-ja_en-0_1@abababababab|glossary:house@1234|"
        "seg:ja-rules-1|beam:4"
    )


def test_no_glossary_is_said() -> None:
    assert "|glossary:none|" in str(replace(SIGNATURE, glossaries=()))


@pytest.mark.parametrize("field", [field.name for field in fields(Signature)])
def test_every_part_changes_the_hash(field: str) -> None:
    other = (("house", "9"),) if field == "glossaries" else "other-than-before"
    assert replace(SIGNATURE, **{field: other}).hash() != SIGNATURE.hash()
