"""Exceptions → HTTP: the one table of statuses, and the one builder of error bodies.

Every error of the API, whatever the path, has the body
`{"error": {"code": …, "message": …, "fields": [{"field": …, "message": …}]}}`. The faces that speak
another service's protocol install a shape of their own for their paths, over the same table.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g, jsonify
from werkzeug.exceptions import HTTPException

from glossary.errors import GlossaryError, StaleError, StoreError
from mtservice.errors import (
    BusyError,
    DocumentError,
    EncodingError,
    EngineError,
    FieldError,
    InputError,
    ModelError,
    MTServiceError,
    RequestError,
    TooLargeError,
    UnknownFormatError,
    UnknownGlossaryError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask import Blueprint, Flask, Response

logger = logging.getLogger(__name__)

STATUS: dict[type[Exception], int] = {
    InputError: 400,
    RequestError: 400,
    EncodingError: 400,
    UnknownGlossaryError: 400,
    UnknownFormatError: 415,
    DocumentError: 422,
    TooLargeError: 413,
    BusyError: 503,
    ModelError: 503,
    EngineError: 500,
    MTServiceError: 500,
    StaleError: 412,
    StoreError: 503,
    GlossaryError: 500,
}
"""The status of each class of error; a class not listed has that of its nearest parent."""

HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    411: "length_required",
    413: "too_large",
    415: "media_type",
}
"""The code of an error that HTTP itself knows; others are `http`."""

_FIELD: dict[type[Exception], str] = {
    UnknownGlossaryError: "glossaries",
    UnknownFormatError: "format",
    EncodingError: "file",
}


def error_body(code: str, message: str, fields: Sequence[FieldError] = ()) -> dict[str, Any]:
    """The body of every error."""
    listed = [{"field": error.field, "message": error.message} for error in fields]
    return {"error": {"code": code, "message": message, "fields": listed}}


def status_of(kind: type[Exception]) -> int:
    """The HTTP status of a class of error, 500 for a stranger."""
    return next((STATUS[parent] for parent in kind.__mro__ if parent in STATUS), 500)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as an answer, before it has a shape."""

    status: int
    code: str
    message: str
    fields: tuple[FieldError, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


def native(refusal: Refusal) -> Response:
    """The answer in the one shape of the native API."""
    body = error_body(refusal.code, refusal.message, refusal.fields)
    return respond(refusal.status, body, refusal.headers)


def install(scaffold: Flask | Blueprint, shape: Callable[[Refusal], Response] = native) -> None:
    """Let `scaffold` answer every error in one shape."""

    def answer(error: Exception) -> Response:
        return shape(refusal_of(error))

    for kind in (MTServiceError, GlossaryError, HTTPException, Exception):
        scaffold.register_error_handler(kind, answer)


def refusal_of(error: Exception) -> Refusal:
    """What to answer to an error, which is logged without any text of a user."""
    if isinstance(error, MTServiceError | GlossaryError):
        return _known(error)
    return _http(error) if isinstance(error, HTTPException) else _unexpected(error)


def respond(status: int, body: dict[str, Any], headers: Sequence[tuple[str, str]] = ()) -> Response:
    """An error body as a response."""
    response = jsonify(body)
    response.status_code = status
    response.headers.extend(headers)
    return response


def _known(error: MTServiceError | GlossaryError) -> Refusal:
    status = status_of(type(error))
    log = logger.error if status >= 500 and not isinstance(error, BusyError) else logger.info
    log("refused request=%s code=%s status=%d", g.get("request_id"), error.code, status)
    wait = (("Retry-After", str(error.retry_after)),) if isinstance(error, BusyError) else ()
    return Refusal(status, error.code, str(error), _fields(error), wait)


def _fields(error: MTServiceError | GlossaryError) -> tuple[FieldError, ...]:
    if isinstance(error, RequestError):
        return error.fields
    field = _FIELD.get(type(error))
    return (FieldError(field, str(error)),) if field else ()


def _http(error: HTTPException) -> Refusal:
    status = error.code or 500
    kept = ("allow", "retry-after", "location")
    headers = tuple(pair for pair in error.get_headers() if pair[0].lower() in kept)
    message = error.description or error.name
    return Refusal(status, HTTP_CODES.get(status, "http"), message, headers=headers)


def _unexpected(error: Exception) -> Refusal:
    request_id = g.get("request_id")
    logger.error("unexpected request=%s\n%s", request_id, "\n".join(_trace(error)))
    message = f"the server made a mistake; its log tells more under request {request_id}"
    return Refusal(500, "internal", message)


def _trace(error: BaseException) -> Iterator[str]:
    """Where an error came from, without its message: that may quote what a user sent."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _trace(cause)
    yield type(error).__qualname__
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
