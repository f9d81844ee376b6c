"""HTTP requests → plain values: JSON bodies, forms, uploads and query strings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import UnsupportedMediaType

from mtservice.errors import FieldError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Request

_LISTS = ("text", "field", "glossaries", "render")
_JSON_FIELDS = ("terms", "options")
_SWITCHED = ("fuzzy", "overwrite")
_SWITCHES = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """The fields of a request, not yet checked, and its files."""

    fields: dict[str, Any]
    uploads: tuple[Upload, ...] = ()


def read_body(request: Request) -> Body:
    """The body of `request`, whichever way it was sent.

    Raises `RequestError` for a body that is not what its content type says, and
    `UnsupportedMediaType` for other content types.
    """
    if request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return _read_form(request)
    return read_json(request, "application/json or multipart/form-data")


def read_json(request: Request, known: str = "application/json") -> Body:
    """The JSON body of `request`; raises as `read_body`, naming the `known` content types."""
    kind = request.mimetype
    if kind == "application/json" or kind.endswith("+json"):
        return Body(_json_object(request.get_data()))
    raise UnsupportedMediaType(
        f"{kind or 'a body without a content type'} is not understood; send {known}"
    )


def read_query(request: Request) -> Body:
    """The query string of `request` as fields."""
    fields = _form_fields(request.args.lists())
    if "text" in fields:
        fields["text"] = fields["text"][-1]
    return Body(fields)


def _read_form(request: Request) -> Body:
    fields = _form_fields(request.form.lists())
    if request.mimetype.endswith("urlencoded") and any(name.startswith("{") for name in fields):
        raise RequestError(
            "the body looks like JSON; send the header Content-Type: application/json"
        )
    uploads = tuple(
        Upload(file.filename or "", file.read())
        for file in request.files.getlist("file")
        if file.filename
    )
    others = [name for name in request.files if name != "file"]
    if others:
        raise RequestError("a file is sent in another field", (_misplaced(others[0]),))
    if uploads and not any(fields.get("text", ())):
        fields.pop("text", None)
    return Body(fields, uploads)


def _form_fields(items: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, values in items:
        if name in _LISTS:
            fields[name] = _listed(name, values)
        elif name in _JSON_FIELDS:
            fields[name] = _json(values[-1], name) if values[-1].strip() else None
        else:
            fields[name] = values[-1] or None
    for name in _SWITCHED:
        if isinstance(said := fields.get(name), str):
            fields[name] = _SWITCHES.get(said.lower(), said)
    return fields


def _listed(name: str, values: list[str]) -> Any:
    if name == "text":
        return values
    if name == "field" and not any(values):
        return None
    if name == "render" and len(values) == 1:
        return values[0] or None
    return [value for value in values if value]  # `glossaries=` alone: none of them


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(f"the body is not UTF-8: byte {error.start} cannot be read") from None
    value = _json(text, "")
    if not isinstance(value, dict):
        raise RequestError('the body must be a JSON object, such as {"text": "…"}')
    return value


def _json(text: str, field: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        why = f"is not JSON: {error.msg} at line {error.lineno} column {error.colno}"
    except RecursionError:
        why = "is nested too deeply"
    except ValueError:
        why = "holds a number that JSON does not know or that is too long"
    fields = (FieldError(field, why),) if field else ()
    raise RequestError(f"{field or 'the body'} {why}", fields)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _misplaced(name: str) -> FieldError:
    return FieldError(name[:40], "files are sent in the field file")
