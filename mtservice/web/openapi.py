"""The API described as OpenAPI 3.1, made from the same fields that requests are checked by."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mtservice.documents.registry import media_types_of_files, suffixes
from mtservice.web.answers import MEDIA_TYPES
from mtservice.web.schema import MATCHES, TRANSLATE
from mtservice.web.shapes import SCHEMAS

if TYPE_CHECKING:
    from mtservice.settings import Settings

_OFFSETS = (
    "Offsets are code points, half-open. Those of a segment point into the source document and "
    "into the translated document (markup inside the sentence counts); those of hits, flags and "
    "alignment point into the texts of their own segment."
)


def describe(settings: Settings) -> dict[str, Any]:
    """The whole description, as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mtservice",
            "version": version("mtservice"),
            "summary": "Japanese → English translation with a glossary that is proven kept",
            "description": f"{_OFFSETS} {_limits(settings)}",
        },
        "paths": {
            "/v1/translate": {"post": _translate()},
            "/v1/glossary/matches": {"get": _get_matches(), "post": _post_matches()},
            "/v1/glossaries": {"get": _get("The glossaries that a request may name", "Glossaries")},
            "/v1/models": {"get": _get("The translation model in use", "Models")},
            "/healthz": {"get": _get("Whether the process is up", "Status")},
            "/readyz": {"get": _ready()},
        },
        "components": {"schemas": SCHEMAS},
    }


def _limits(settings: Settings) -> str:
    return (
        f"A body may have {settings.max_body_bytes:,} bytes, its texts together "
        f"{settings.max_chars:,} characters."
    )


def _translate() -> dict[str, Any]:
    schema = TRANSLATE.describe()
    form = {**schema, "properties": {**schema["properties"], "file": _FILE}}
    body = {
        "required": True,
        "content": {
            "application/json": {"schema": schema, "example": _TRANSLATE_EXAMPLE},
            "multipart/form-data": {"schema": form},
        },
    }
    content: dict[str, Any] = {"application/json": {"schema": _ref("Translation")}}
    for name in ("html", "tsv", "tmx", "text"):
        content[MEDIA_TYPES[name]] = {"schema": {"type": "string"}}
    for kind in media_types_of_files():
        content[kind] = {"schema": {"type": "string", "format": "binary"}}
    return {
        "summary": "Translate texts or documents",
        "description": "Send either `text` or `file`. In a form, `terms` and `options` are JSON; "
        "`text`, `file`, `field`, `glossaries` and `render` may be repeated. Asked for as "
        "`text/plain`, one file comes back as a file of its own kind.",
        "requestBody": body,
        "responses": {"200": {"description": "The translation", "content": content}}
        | _errors("400", "413", "415", "422", "500", "503"),
    }


def _post_matches() -> dict[str, Any]:
    content = {"schema": MATCHES.describe(), "example": {"text": "ルカシェンコ大統領が訪中した。"}}
    return _get("Find the terms of a text, without translating it", "Matches") | {
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": _ok("Matches") | _errors("400", "413", "415"),
    }


def _get_matches() -> dict[str, Any]:
    properties = MATCHES.describe()["properties"]
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": name == "text",
            "description": properties[name]["description"],
            "schema": {
                key: properties[name][key] for key in properties[name] if key != "description"
            },
        }
        for name in ("text", "glossaries", "fuzzy")
    ]
    return _get("Find the terms of a short text", "Matches") | {
        "parameters": parameters,
        "responses": _ok("Matches") | _errors("400", "413"),
    }


def _ready() -> dict[str, Any]:
    described = _get("Whether model and glossaries are loaded", "Status")
    return described | {"responses": described["responses"] | _errors("503")}


def _get(summary: str, schema: str) -> dict[str, Any]:
    return {"summary": summary, "responses": _ok(schema)}


def _ok(schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _ref(schema)}}
    return {"200": {"description": "OK", "content": content}}


def _errors(*statuses: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _ref("Error")}}
    return {status: {"description": _MEANING[status], "content": content} for status in statuses}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_FILE = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "description": "Documents to translate. By the suffix, else by what they hold, these are "
    f"read: {', '.join(suffixes())}.",
}
_MEANING = {
    "400": "The request is wrong; `fields` lists everything that is",
    "413": "Too many bytes or characters",
    "415": "A content type or a document format that is not known",
    "422": "A document that its format's reader refuses",
    "500": "The server's mistake",
    "503": "Not ready, or too much is waiting: see `Retry-After`",
}
_TRANSLATE_EXAMPLE = {
    "text": "ルカシェンコ大統領は月曜日、ミンスクで会見した。",
    "terms": [{"source": "ルカシェンコ", "target": "Lukashenko"}],
    "options": {"every_mention": True},
}
