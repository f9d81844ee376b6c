"""Matches, lists, health, pages, and the description of the API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from mtservice.errors import ModelError, UnknownGlossaryError

AssertError = Callable[..., dict[str, Any]]
TEXT = "ルカシェンコ大統領はミンスクで会見した。"


def test_matches_by_get_and_by_post_agree(client: FlaskClient) -> None:
    query = {"text": TEXT, "glossaries": ["east", "press"], "fuzzy": "true"}
    got = client.get("/v1/glossary/matches", query_string=query)
    body = {"text": TEXT, "glossaries": ["east", "press"], "fuzzy": True}
    posted = client.post("/v1/glossary/matches", json=body)
    assert got.get_json() == posted.get_json()
    assert posted.get_json()["matches"][1] == {
        "entry": "minsk",
        "glossary": "east",
        "source": {"text": "ミンスク", "start": 10, "end": 14},
        "match": "exact",
        "score": 1.0,
        "form": "ミンスク",
        "renderings": ["Minsk"],
        "forbidden": [],
        "parts": [],
    }


def test_matches_with_terms_of_the_request(client: FlaskClient) -> None:
    body = {"text": "会見", "glossaries": [], "terms": [{"source": "会見", "target": "interview"}]}
    (match,) = client.post("/v1/glossary/matches", json=body).get_json()["matches"]
    assert (match["glossary"], match["renderings"]) == ("request", ["interview"])


def test_matches_of_no_glossary(client: FlaskClient) -> None:
    query = {"text": TEXT, "glossaries": ""}
    assert client.get("/v1/glossary/matches", query_string=query).get_json() == {"matches": []}


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({}, ["text"]),
        ({"text": TEXT, "fuzzy": "perhaps"}, ["fuzzy"]),
        ({"text": TEXT, "fuzy": "1"}, ["fuzy"]),
    ],
)
def test_matches_refused(
    client: FlaskClient, assert_error: AssertError, query: dict[str, str], fields: list[str]
) -> None:
    response = client.get("/v1/glossary/matches", query_string=query)
    assert_error(response, 400, "request", *fields)


def test_matches_by_post_are_json(client: FlaskClient, assert_error: AssertError) -> None:
    assert_error(client.post("/v1/glossary/matches", data={"text": TEXT}), 415, "media_type")


def test_matches_of_too_long_a_text(client: FlaskClient, assert_error: AssertError) -> None:
    assert_error(client.post("/v1/glossary/matches", json={"text": "あ" * 1001}), 413, "too_large")


def test_lists(client: FlaskClient) -> None:
    assert client.get("/v1/glossaries").get_json()["glossaries"] == [
        {"id": "east", "name": "east", "version": "v1", "entries": 2, "default": True},
        {"id": "press", "name": "press", "version": "v1", "entries": 1, "default": False},
    ]
    (model,) = client.get("/v1/models").get_json()["models"]
    assert (model["name"], model["source"], model["target"]) == ("translate-ja_en-1_0", "ja", "en")


def test_healthy_is_not_yet_ready(
    client: FlaskClient, translator: Any, assert_error: AssertError
) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready", "model": "translate-ja_en-1_0"}
    for failure in (ModelError("no model"), UnknownGlossaryError("no glossary is named 'x'")):
        translator.failure = failure
        assert client.get("/healthz").get_json() == {"status": "ok"}
        error = assert_error(client.get("/readyz"), 503, "not_ready")
        assert error["message"] == str(failure)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_only_what_is_here_and_works(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.mimetype == "text/html"
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    tree = lxml_html.document_fromstring(response.get_data(as_text=True))
    addresses = {str(it) for it in tree.xpath("//@href | //@src") if not str(it).startswith("#")}
    assert addresses
    for address in addresses:
        assert address.startswith("/")
        with client.get(address) as loaded:
            assert loaded.status_code == 200, address
    assert not tree.xpath("//style | //*[@style] | //script[not(@src)]")
    handlers = [
        name for name in tree.xpath("//@*") if getattr(name, "attrname", "").startswith("on")
    ]
    assert not handlers


def test_static_files_fetch_nothing_from_elsewhere(root: Any) -> None:
    folders = [root / "mtservice" / "web", root / "mtservice" / "outputs" / "templates"]
    files = [
        it
        for folder in folders
        for it in folder.rglob("*")
        if it.suffix in (".css", ".js", ".html")
    ]
    assert len(files) >= 8
    for file in files:
        assert not re.search(r"https?://|@import|url\((?!_)", file.read_text("utf-8")), file


def test_every_control_of_the_page_has_a_name(client: FlaskClient) -> None:
    tree = lxml_html.document_fromstring(client.get("/").get_data(as_text=True))
    for control in tree.xpath("//input[@type!='hidden'] | //select | //textarea"):
        wrapped = control.xpath("ancestor::label")
        named = control.get("id") and tree.xpath(f'//label[@for="{control.get("id")}"]')
        assert wrapped or named, lxml_html.tostring(control)
    for button in tree.xpath("//button"):
        assert button.text_content().strip()


def test_every_route_is_described_and_documented(client: FlaskClient, app: Any, root: Any) -> None:
    description = client.get("/openapi.json").get_json()
    page = (root / "docs" / "http-api.md").read_text("utf-8")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                assert method.lower() in description["paths"][rule.rule]
                assert f"{method} {rule.rule}" in page


def test_the_docs_page_shows_every_field(client: FlaskClient) -> None:
    page = client.get("/docs").get_data(as_text=True)
    for field in ("beam_size", "every_mention", "forbidden", "glossaries", "alignment_exact"):
        assert f"<code>{field}</code>" in page


def check(value: Any, schema: dict[str, Any], schemas: dict[str, Any], at: str = "$") -> None:
    """Enough of JSON Schema for the shapes that the API describes."""
    if "$ref" in schema:
        return check(value, schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas, at)
    if "oneOf" in schema:
        kinds = [
            part for part in schema["oneOf"] if (part.get("type") == "null") == (value is None)
        ]
        return check(value, kinds[0], schemas, at)
    names = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "number": (int, float),
        "null": type(None),
    }
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(isinstance(value, names[kind]) for kind in kinds), (at, value)
    assert value in schema.get("enum", [value]), (at, value)
    if isinstance(value, list):
        for index, item in enumerate(value):
            check(item, schema["items"], schemas, f"{at}[{index}]")
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= set(value) <= set(schema["properties"]), at
        for name, item in value.items():
            check(item, schema["properties"][name], schemas, f"{at}.{name}")
    return None


def answers(client: FlaskClient) -> list[tuple[str, str, Any]]:
    whole = {
        "text": [TEXT, "国営通信が2回伝えた。"],
        "glossaries": ["east", "press"],
        "options": {"alignment": True},
        "render": ["html"],
    }
    return [
        ("/v1/translate", "post", client.post("/v1/translate", json=whole)),
        ("/v1/glossary/matches", "post", client.post("/v1/glossary/matches", json={"text": TEXT})),
        ("/v1/glossaries", "get", client.get("/v1/glossaries")),
        ("/v1/models", "get", client.get("/v1/models")),
        ("/healthz", "get", client.get("/healthz")),
        ("/readyz", "get", client.get("/readyz")),
    ]


def test_answers_have_the_described_shape(client: FlaskClient) -> None:
    description = client.get("/openapi.json").get_json()
    schemas = description["components"]["schemas"]
    for path, method, response in answers(client):
        shape = description["paths"][path][method]["responses"]["200"]["content"]
        check(response.get_json(), shape["application/json"]["schema"], schemas)
    refused = client.post("/v1/translate", json={})
    check(refused.get_json(), {"$ref": "#/components/schemas/Error"}, schemas)


def test_all_references_of_the_description_exist(client: FlaskClient) -> None:
    text = client.get("/openapi.json").get_data(as_text=True)
    schemas = json.loads(text)["components"]["schemas"]
    assert set(re.findall('"#/components/schemas/([A-Za-z]+)"', text)) == set(schemas)
