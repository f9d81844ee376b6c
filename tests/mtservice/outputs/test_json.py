"""The JSON shape, written out whole once, and its offsets as a law."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from mtservice.model import Candidate, TranslationResult
from mtservice.outputs.json import render, to_dict


def test_the_whole_shape(build: Callable[..., TranslationResult], row: type) -> None:
    result = build(
        [
            row(
                "国民議会は5億ドルを可決した。",
                "Parliament passed $50 million.",
                [("国民議会", "National Assembly", "failed", "no place")],
                [("number", "5億 is not said", "5億")],
                score=-0.123456,
                links=[("可決", "passed")],
            )
        ]
    )
    named = Candidate("ホメンコ", "Homenko", (0,), ("Khomenko",))
    result = replace(result, documents=(replace(result.documents[0], candidates=(named,)),))
    assert to_dict(result, alignment=True) == {
        "model": "translate-ja_en-1_0",
        "glossaries": [{"id": "eastern-europe", "name": "eastern-europe", "version": "5f3a9c"}],
        "signature": result.signature,
        "documents": [
            {
                "id": 0,
                "name": "text-0.txt",
                "format": "text",
                "text": "Parliament passed $50 million.\n",
                "segments": [
                    {
                        "id": 0,
                        "source": {"text": "国民議会は5億ドルを可決した。", "start": 0, "end": 15},
                        "target": {
                            "text": "Parliament passed $50 million.",
                            "start": 0,
                            "end": 30,
                        },
                        "hits": [
                            {
                                "entry": "entry-国民議会",
                                "glossary": "eastern-europe",
                                "source": {"text": "国民議会", "start": 0, "end": 4},
                                "target": None,
                                "wanted": "National Assembly",
                                "match": "exact",
                                "outcome": "failed",
                                "by": "substitution",
                                "reason": "no place",
                            }
                        ],
                        "alignment": [
                            {
                                "source": {"start": 10, "end": 12},
                                "target": {"start": 11, "end": 17},
                                "weight": 0.75,
                            }
                        ],
                        "alignment_exact": True,
                        "score": -0.1235,
                        "flags": [
                            {
                                "name": "number",
                                "message": "5億 is not said",
                                "source": {"text": "5億", "start": 5, "end": 7},
                            }
                        ],
                    }
                ],
                "candidates": [
                    {
                        "source": "ホメンコ",
                        "target": "Homenko",
                        "segments": [0],
                        "others": ["Khomenko"],
                    }
                ],
            }
        ],
    }


def test_every_offset_slices_the_text_that_it_points_to(sample: TranslationResult) -> None:
    for document, written in zip(sample.documents, to_dict(sample)["documents"], strict=True):
        for segment in written["segments"]:
            for side, text in (("source", document.document.text), ("target", written["text"])):
                place = segment[side]
                assert text[place["start"] : place["end"]] == place["text"]
            for hit in segment["hits"]:
                for side in ("source", "target"):
                    if place := hit[side]:
                        whole = segment[side]["text"]
                        assert whole[place["start"] : place["end"]] == place["text"]


def test_alignment_only_on_request(sample: TranslationResult) -> None:
    assert "alignment" not in to_dict(sample)["documents"][0]["segments"][0]


def test_reason_only_where_there_is_one(sample: TranslationResult) -> None:
    segments = to_dict(sample)["documents"][0]["segments"]
    assert "reason" not in segments[0]["hits"][0]
    assert segments[1]["hits"][0]["reason"] == "no aligned place in the target"


def test_the_text_form_keeps_japanese_readable(sample: TranslationResult) -> None:
    assert "ルカシェンコ大統領" in render(sample)
    assert json.loads(render(sample)) == to_dict(sample)
