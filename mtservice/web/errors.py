"""Exceptions → HTTP: the one table of statuses, and the one builder of error bodies.

Every error of the API, whatever the path, has the body
`{"error": {"code": …, "message": …, "fields": [{"field": …, "message": …}]}}`.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Any

from flask import g, jsonify
from werkzeug.exceptions import HTTPException

from glossary.errors import GlossaryError
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
    from collections.abc import Iterator, Sequence

    from flask import Flask, Response

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


def install(app: Flask) -> None:
    """Let `app` answer every error in the one shape."""
    app.register_error_handler(MTServiceError, _known)
    app.register_error_handler(GlossaryError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def respond(status: int, body: dict[str, Any], retry_after: int | None = None) -> Response:
    """An error body as a response."""
    response = jsonify(body)
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _known(error: MTServiceError | GlossaryError) -> Response:
    status = status_of(type(error))
    log = logger.error if status >= 500 and not isinstance(error, BusyError) else logger.info
    log("refused request=%s code=%s status=%d", g.get("request_id"), error.code, status)
    retry_after = error.retry_after if isinstance(error, BusyError) else None
    return respond(status, error_body(error.code, str(error), _fields(error)), retry_after)


def _fields(error: MTServiceError | GlossaryError) -> tuple[FieldError, ...]:
    if isinstance(error, RequestError):
        return error.fields
    field = _FIELD.get(type(error))
    return (FieldError(field, str(error)),) if field else ()


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    code = HTTP_CODES.get(status, "http")
    response = respond(status, error_body(code, error.description or error.name))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "location"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    request_id = g.get("request_id")
    logger.error("unexpected request=%s\n%s", request_id, "\n".join(_trace(error)))
    message = f"the server made a mistake; its log tells more under request {request_id}"
    return respond(500, error_body("internal", message))


def _trace(error: BaseException) -> Iterator[str]:
    """Where an error came from, without its message: that may quote what a user sent."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _trace(cause)
    yield type(error).__qualname__
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
