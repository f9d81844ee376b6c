"""The HTTP face: `create_app` gives a Flask application around a translator."""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING

from flask import Flask, g, request

from mtservice.web import deepl, errors, libretranslate
from mtservice.web.pages import make_pages
from mtservice.web.routes import make_api
from mtservice.web.service import Service

if TYPE_CHECKING:
    from flask import Response

    from mtservice.pipeline import TranslatorLike
    from mtservice.settings import Settings

__all__ = ["create_app"]

logger = logging.getLogger(__name__)

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def create_app(translator: TranslatorLike, settings: Settings) -> Flask:
    """The application: API, pages and health checks. It starts no server and reads no environment.

    Every answer bears `X-Request-Id` (the caller's own, if it sent a plain one); the log has a line
    per request with that id, lengths and times, and never the text.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    errors.install(app)
    service = Service(translator, settings)
    app.register_blueprint(make_api(service))
    app.register_blueprint(libretranslate.make_face(service))
    app.register_blueprint(deepl.make_face(service))
    app.register_blueprint(make_pages(settings))
    app.before_request(_begin)
    app.after_request(_finish)
    return app


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _finish(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = g.request_id
    logger.info(
        "request=%s method=%s route=%s status=%d bytes=%s ms=%.0f",
        g.request_id,
        request.method,
        request.url_rule,  # the route, not the path or query: those may hold text
        response.status_code,
        request.content_length or 0,
        (time.perf_counter() - g.began) * 1000,
    )
    return response
