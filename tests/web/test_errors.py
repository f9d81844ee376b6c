"""Every way to be refused: one shape, all field errors at once, and no user text in the log."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import glossary.errors
import mtservice.errors
from mtservice.errors import BusyError, EngineError, ModelError
from mtservice.web.errors import STATUS, status_of

Post = Callable[..., TestResponse]
AssertError = Callable[..., dict[str, Any]]
SECRET = "極秘の文章"


def messages(error: dict[str, Any]) -> dict[str, str]:
    return {entry["field"]: entry["message"] for entry in error["fields"]}


def test_all_field_errors_at_once(post: Post, assert_error: AssertError) -> None:
    response = post(
        text=["文", 3],
        glossaries="east",
        glosaries=[],
        terms=[{"source": "", "targt": "x"}, 7],
        options={"beam_size": 40, "fuzzy": "yes", "beam": 1},
        render="docx",
    )
    error = assert_error(
        response,
        400,
        "request",
        "glosaries",
        "text[1]",
        "glossaries",
        "terms[0].targt",
        "terms[0].source",
        "terms[0].target",
        "terms[1]",
        "options.beam",
        "options.beam_size",
        "options.fuzzy",
        "render",
    )
    assert messages(error) == {
        "glosaries": "is not a field here; did you mean glossaries?",
        "text[1]": "expected a string, got 3",
        "glossaries": "expected a list, got the string 'east'",
        "terms[0].targt": "is not a field here; did you mean target?",
        "terms[0].source": "must not be empty",
        "terms[0].target": "is missing",
        "terms[1]": "expected an object, got 7",
        "options.beam": "is not a field here; did you mean beam_size?",
        "options.beam_size": "expected a whole number from 1 to 16, got 40",
        "options.fuzzy": "expected true or false, got the string 'yes'",
        "render": "expected one of json, html, report, text, file, tsv, tmx, got the string 'docx'",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("会\0見", "holds a NUL character at character 1; remove it"),
        ("会見\ud83d", "holds half of a surrogate pair at character 2; remove it"),
        (None, "is missing; send text, or a file as multipart form data"),
        (12, "expected a string, got 12"),
        (True, "expected a string, got true"),
        ({"a": 1}, "expected a string, got an object"),
        ([], "expected 1 to 100,000 items"),
    ],
)
def test_texts_that_cannot_be_used(
    client: FlaskClient, assert_error: AssertError, text: object, message: str
) -> None:
    body = json.dumps({"text": text})
    response = client.post("/v1/translate", data=body, content_type="application/json")
    error = assert_error(response, 400, "request", "text")
    assert messages(error) == {"text": message}


@pytest.mark.parametrize(
    "number",
    [0, 17, 2.0, "4", True, -(10**30)],
    ids=["low", "high", "float", "text", "bool", "huge"],
)
def test_a_whole_number_is_a_whole_number(
    post: Post, assert_error: AssertError, number: object
) -> None:
    assert_error(
        post(text="文", options={"beam_size": number}), 400, "request", "options.beam_size"
    )


def test_two_terms_must_not_contradict_each_other(post: Post, assert_error: AssertError) -> None:
    terms = [{"source": "議会", "target": "Parliament"}, {"source": "議会", "target": "Diet"}]
    error = assert_error(post(text="文", terms=terms), 400, "request", "terms[1].source")
    assert "terms[0] gives another target" in messages(error)["terms[1].source"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the body is not JSON: Expecting value at line 1 column 1"),
        (b'{"text": "a"', "Expecting ',' delimiter at line 1 column 13"),
        (b'{"text": "\xe3\x81"}', "the body is not UTF-8: byte 10 cannot be read"),
        (b'["text"]', "the body must be a JSON object"),
        (b'"text"', "the body must be a JSON object"),
        (b"[" * 5000, "the body is nested too deeply"),
        (b'{"text": NaN}', "holds a number that JSON does not know or that is too long"),
        (b'{"text": ' + b"9" * 5000 + b"}", "that is too long"),
    ],
    ids=["empty", "cut", "utf-8", "list", "string", "deep", "nan", "long number"],
)
def test_bodies_that_are_not_json(
    client: FlaskClient, assert_error: AssertError, data: bytes, message: str
) -> None:
    response = client.post("/v1/translate", data=data, content_type="application/json")
    assert message in assert_error(response, 400, "request")["message"]


def test_a_byte_order_mark_is_no_mistake(client: FlaskClient) -> None:
    data = b"\xef\xbb\xbf" + '{"text": "会見"}'.encode()
    response = client.post("/v1/translate", data=data, content_type="application/json")
    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", ""])
def test_other_content_types(client: FlaskClient, assert_error: AssertError, kind: str) -> None:
    response = client.post("/v1/translate", data=b"{}", content_type=kind or None)
    assert "send application/json" in assert_error(response, 415, "media_type")["message"]


def test_json_sent_as_a_form(client: FlaskClient, assert_error: AssertError) -> None:
    kind = "application/x-www-form-urlencoded"
    response = client.post("/v1/translate", data='{"text": "x"}', content_type=kind)
    message = assert_error(response, 400, "request")["message"]
    assert message.endswith("send the header Content-Type: application/json")


@pytest.mark.parametrize("field", ["terms", "options"])
def test_a_form_field_that_is_not_json(
    client: FlaskClient, assert_error: AssertError, field: str
) -> None:
    response = client.post("/v1/translate", data={"text": "文", field: "a=b"})
    error = assert_error(response, 400, "request", field)
    assert messages(error)[field].startswith("is not JSON: Expecting value")


def test_a_file_in_another_field(client: FlaskClient, assert_error: AssertError) -> None:
    response = client.post("/v1/translate", data={"document": (io.BytesIO(b"x"), "x.txt")})
    assert_error(response, 400, "request", "document")


def test_text_and_file_together(client: FlaskClient, assert_error: AssertError) -> None:
    form = {"text": "文", "file": (io.BytesIO(b"x"), "x.txt")}
    assert_error(client.post("/v1/translate", data=form), 400, "request", "text")


def test_a_file_that_is_not_text(client: FlaskClient, assert_error: AssertError) -> None:
    form = {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\xff\xfe\xd8"), "x.txt")}
    assert_error(client.post("/v1/translate", data=form), 400, "encoding", "file")


def test_too_many_characters(post: Post, assert_error: AssertError) -> None:
    error = assert_error(post(text=["あ" * 600, "い" * 401]), 413, "too_large")
    assert "1,001 characters; one request may hold 1,000" in error["message"]
    assert post(text=["あ" * 600, "い" * 400]).status_code == 200


def test_too_many_bytes(post: Post, assert_error: AssertError) -> None:
    assert_error(post(text="あ" * 5000), 413, "too_large")


def test_unknown_glossary(post: Post, assert_error: AssertError) -> None:
    error = assert_error(
        post(text="文", glossaries=["west"]), 400, "unknown_glossary", "glossaries"
    )
    assert error["message"] == "no glossary is named 'west'; known: east, press"


def test_unknown_format(post: Post, assert_error: AssertError) -> None:
    error = assert_error(post(text="文", format="docx"), 415, "unknown_format", "format")
    assert "docx" in error["message"]


@pytest.mark.parametrize("path", ["/v1/translation", "/static/none.css", "/static/shared/x.py"])
def test_not_found(client: FlaskClient, assert_error: AssertError, path: str) -> None:
    assert_error(client.get(path), 404, "not_found")


def test_wrong_method(client: FlaskClient, assert_error: AssertError) -> None:
    response = client.get("/v1/translate")
    assert_error(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (EngineError("the model failed"), 500, "engine"),
        (ModelError("no model"), 503, "model"),
        (
            glossary.errors.FormatError("no column source", path="x.tsv", line=1),
            500,
            "glossary_format",
        ),
    ],
)
def test_failures_behind_the_api(
    post: Post,
    translator: Any,
    assert_error: AssertError,
    failure: Exception,
    status: int,
    code: str,
) -> None:
    translator.failure = failure
    assert assert_error(post(text="文"), status, code)["message"] == str(failure)


def test_a_bug_is_logged_without_the_text(
    post: Post, translator: Any, assert_error: AssertError, caplog: pytest.LogCaptureFixture
) -> None:
    translator.failure = ValueError(f"cannot handle {SECRET}")
    translator.failure.__cause__ = KeyError(SECRET)
    error = assert_error(post(text=SECRET), 500, "internal")
    assert SECRET not in error["message"]
    (record,) = [item for item in caplog.records if item.levelno == logging.ERROR]
    assert "ValueError" in record.getMessage()
    assert "KeyError" in record.getMessage()
    assert "in translate" in record.getMessage()
    assert SECRET not in caplog.text


def test_the_log_has_ids_lengths_and_times_and_no_text(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = {"text": SECRET, "terms": [{"source": SECRET, "target": "Top secret"}]}
    client.post("/v1/translate", json=body, headers={"X-Request-Id": "job-7"})
    client.post("/v1/translate", json={"text": SECRET, "glossaries": [SECRET]})
    client.post("/v1/translate", json={"text": SECRET, SECRET: 1, "options": {"beam_size": SECRET}})
    client.get("/v1/glossary/matches", query_string={"text": SECRET})
    client.get(f"/{SECRET}")
    assert (
        "translated request=job-7 documents=1 characters=5 segments=1 seconds=0.25" in caplog.text
    )
    assert "request=job-7 method=POST route=/v1/translate status=200" in caplog.text
    ours = [record for record in caplog.records if record.name.startswith("mtservice")]
    assert len(ours) >= 8
    for record in ours:
        assert SECRET not in record.getMessage()
        assert "Top secret" not in record.getMessage()


@pytest.mark.parametrize("given", ["a b", "x" * 65, "日本", ""])
def test_a_request_id_that_could_forge_a_log_line_is_replaced(
    client: FlaskClient, given: str
) -> None:
    headers = {"X-Request-Id": given.encode().decode("latin-1")}
    assert client.get("/healthz", headers=headers).headers["X-Request-Id"] != given


def test_too_much_waiting_is_turned_away(
    app: Flask, translator: Any, assert_error: AssertError
) -> None:
    """One runs, one waits (the settings of these tests); the third is refused at once."""
    translator.wait_for = threading.Event()

    def send() -> TestResponse:
        return app.test_client().post("/v1/translate", json={"text": "文"})

    with ThreadPoolExecutor(4) as pool:
        first = [pool.submit(send)]
        assert translator.started.acquire(timeout=10)
        extra = [pool.submit(send) for _ in range(2)]
        refused = next(done for done in _as_done(extra))
        assert_error(refused, 503, "busy")
        assert int(refused.headers["Retry-After"]) >= 1
        translator.wait_for.set()
        statuses = sorted(future.result(10).status_code for future in first + extra)
    assert statuses == [200, 200, 503]
    assert send().status_code == 200, "the gate is open again"


def _as_done(futures: list[Any]) -> Any:
    from concurrent.futures import as_completed

    for future in as_completed(futures, timeout=10):
        yield future.result()


def test_a_failed_translation_gives_its_turn_back(post: Post, translator: Any) -> None:
    translator.failure = EngineError("the model failed")
    for _ in range(5):
        assert post(text="文").status_code == 500


def leaves(module: Any, root: type[Exception]) -> list[type[Exception]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, root)
        and value.__module__ == module.__name__
    ]


ALL_ERRORS = [
    *leaves(mtservice.errors, mtservice.errors.MTServiceError),
    *leaves(glossary.errors, glossary.errors.GlossaryError),
]


@pytest.mark.parametrize("kind", ALL_ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_and_a_line_in_the_docs(kind: Any, root: Any) -> None:
    page = (root / "docs" / "errors.md").read_text("utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith(f"| `{kind.code}` ")]
    assert f"| {status_of(kind)} |" in line


def test_the_table_of_statuses() -> None:
    assert STATUS[BusyError] == 503
    assert status_of(mtservice.errors.PackageError) == 503
    assert status_of(RuntimeError) == 500
