"""Whatever is sent is translated or refused with reasons; it is never the server's mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtservice.errors import RequestError
from mtservice.pipeline import TranslateOptions
from mtservice.web.fields import Many, Record, Whole
from mtservice.web.schema import MATCHES, TRANSLATE, parse_matches, parse_translate

NAMES = [field.name for record in (TRANSLATE, MATCHES) for field in record.fields]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("会\0\ud800a ", max_size=4)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["source", "target", "beam_size", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
BODIES = st.dictionaries(st.sampled_from([*NAMES, "unknown"]), VALUES, max_size=5)


def refusal(parse: Callable[..., object], *args: Any, **options: Any) -> RequestError | None:
    try:
        parse(*args, **options)
    except RequestError as error:
        return error
    return None


@given(BODIES, st.integers(0, 1))
def test_a_body_is_read_or_refused_with_places(body: dict[str, Any], uploads: int) -> None:
    errors = [
        refusal(parse_translate, body, uploads=uploads, defaults=TranslateOptions()),
        refusal(parse_matches, body),
    ]
    for error in filter(None, errors):
        assert error.fields
        for field in error.fields:
            assert field.field.split(".")[0].split("[")[0] in [*NAMES, "unknown"]
            assert field.message


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60) | BODIES.map(lambda body: json.dumps(body).encode()))
def test_no_body_is_the_server_s_mistake(app: Flask, data: bytes) -> None:
    for path in ("/v1/translate", "/v1/glossary/matches"):
        for kind in ("application/json", "multipart/form-data; boundary=x", "text/csv"):
            response = app.test_client().post(path, data=data, content_type=kind)
            assert response.status_code in (200, 400, 415), response.data


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(["text", "glossaries", "fuzzy", "terms", "options", "render", "x"]),
        st.text("会1tab{[\0 ", max_size=5) | st.sampled_from(["true", "0", "east", "[]", "{}"]),
    )
)
def test_no_query_or_form_is_the_server_s_mistake(app: Flask, query: dict[str, str]) -> None:
    got = app.test_client().get("/v1/glossary/matches", query_string=query)
    sent = app.test_client().post("/v1/translate", data=query)
    assert got.status_code in (200, 400), got.data
    assert sent.status_code in (200, 400, 415), sent.data


@pytest.mark.parametrize("record", [TRANSLATE, MATCHES], ids=["translate", "matches"])
def test_every_field_says_what_it_is_for(record: Record) -> None:
    for field in record.fields:
        assert field.about.endswith("."), field.name


def test_a_list_has_limits() -> None:
    wrong: list[Any] = []
    assert Many(Whole(0, 9), most=2).read([1, 2, 3], "numbers", wrong) == ()
    assert wrong[0].message == "expected 0 to 2 items"
    assert Many(Whole(0, 9), most=2).describe() == {
        "type": "array",
        "items": {"type": "integer", "minimum": 0, "maximum": 9},
        "maxItems": 2,
    }
