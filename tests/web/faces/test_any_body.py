"""Whatever is sent to the faces is answered or refused in their shape, never a mistake of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = [
    *("q", "source", "target", "format", "alternatives", "text", "source_lang", "target_lang"),
    *("tag_handling", "ignore_tags", "split_sentences", "glossary_id", "glossary_ids", "formality"),
    *("outline_detection", "name", "entries", "entries_format", "dictionaries", "document_key"),
    *("type", "style_id", "model_type", "splitting_tags"),
]
WORDS = st.sampled_from(
    [
        *(
            "ja",
            "en",
            "JA",
            "EN",
            "auto",
            "html",
            "xml",
            "tsv",
            "csv",
            "首相",
            "<b>首相</b>は&amp;",
            "",
            "1",
        ),
        *(
            "停戦\ttruce",
            "停戦,truce,ja,en",
            '"',
            "nonewlines",
            "target",
            "7a71bf35-cd02-41ed-8716-8ed27c48b711",
        ),
        *("less", "\0", "\ud800", "a" * 50, "<", "&#x110000;", "<x/><x></x>"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
LIKELY = st.fixed_dictionaries(
    {
        "q": WORDS,
        "text": st.lists(WORDS, min_size=1),
        "source": st.just("auto"),
        "target": st.just("en"),
    }
    | {"target_lang": st.just("EN"), "name": WORDS, "source_lang": st.just("JA"), "entries": WORDS},
    optional={
        "tag_handling": st.just("xml"),
        "format": st.just("html"),
        "entries_format": st.just("tsv"),
    },
)
PATHS = [
    *("/translate", "/detect", "/translate_file", "/suggest"),
    *("/v2/translate", "/v2/languages", "/v2/usage", "/v2/glossaries", "/v2/document"),
    *("/v2/document/x", "/v2/document/x/result", "/v3/glossaries", "/v3/else"),
    "/v3/glossaries/7a71bf35-cd02-41ed-8716-8ed27c48b711/dictionaries",
]
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(path: str, response: Any) -> None:
    assert response.status_code < 500, (path, response.get_data(as_text=True))
    if response.status_code >= 400:
        body = response.get_json()
        if path.startswith(("/v2/", "/v3/")):
            assert set(body) <= {"message", "detail"}
            assert body["message"]
        else:
            assert list(body) == ["error"]
            assert body["error"]


@pytest.mark.parametrize("path", PATHS)
@FEW
@given(data=(BODIES | LIKELY).map(lambda body: json.dumps(body).encode()) | st.binary(max_size=20))
def test_no_json_is_a_mistake_of_ours(path: str, app: Flask, data: bytes) -> None:
    client = app.test_client()
    check(path, client.post(path, data=data, content_type="application/json"))
    check(path, client.put(path, data=data, content_type="application/json"))


@pytest.mark.parametrize("path", PATHS)
@FEW
@given(
    form=st.dictionaries(
        st.sampled_from(NAMES), st.lists(WORDS | st.text("a首\n", max_size=4), max_size=2)
    )
)
def test_no_form_or_query_is_a_mistake_of_ours(path: str, app: Flask, form: dict[str, Any]) -> None:
    usable = {
        name: [value.encode("utf-8", "replace").decode() for value in values]
        for name, values in form.items()
    }
    client = app.test_client()
    check(path, client.post(path, data=usable))
    check(path, client.get(path, query_string=usable))
