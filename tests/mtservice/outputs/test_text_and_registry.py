"""The plain text form, the figures, and the list of forms."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mtservice.errors import UnknownFormatError
from mtservice.model import TranslationResult
from mtservice.outputs import text
from mtservice.outputs.registry import output, outputs
from mtservice.outputs.summary import Summary, count, summarise


def test_one_document_comes_out_exactly(sample: TranslationResult) -> None:
    assert text.render(sample) == sample.documents[0].text


def test_several_documents_begin_on_new_lines(
    build: Callable[..., TranslationResult], row: type
) -> None:
    result = build([row("一。", "One.")], [row("二。", "Two.")])
    assert text.render(result) == "One.\nTwo.\n"


def test_nothing_gives_nothing(build: Callable[..., TranslationResult]) -> None:
    assert text.render(build()) == ""


def test_figures(sample: TranslationResult) -> None:
    assert summarise([sample, sample]) == Summary(
        documents=2, segments=6, kept=2, repaired=2, failed=2, flagged=2, seconds=2.5
    )
    assert summarise([sample]).hits == 3


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 hits"), (1, "1 hit"), (2, "2 hits"), (1450, "1,450 hits")]
)
def test_count(number: int, said: str) -> None:
    assert count(number, "hit") == said


def test_every_form_renders(sample: TranslationResult) -> None:
    written = {form.name: form.render(sample) for form in outputs()}
    assert list(written) == ["text", "json", "html", "tmx", "tsv"]
    assert json.loads(written["json"])["signature"] == sample.signature
    assert written["html"].startswith("<!doctype html>")


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFormatError, match=r"no output is called 'docx'; known: text, json"):
        output("docx")
