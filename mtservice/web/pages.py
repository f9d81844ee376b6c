"""The pages that a person opens: the translator, the API's documentation, and what they load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from mtservice.documents import registry
from mtservice.outputs import html
from mtservice.web import openapi

if TYPE_CHECKING:
    from mtservice.settings import Settings

_SHARED = {"segments.css": "text/css", "segments.js": "text/javascript"}
"""What the page shares with the HTML report."""


def make_pages(settings: Settings) -> Blueprint:
    """The routes of the pages."""
    pages = Blueprint("pages", __name__)
    pages.add_app_template_filter(_json_text, "jsontext")
    description = openapi.describe(settings)

    @pages.get("/")
    def index() -> str:
        toolbar = Markup(html.asset("toolbar.html"))  # noqa: S704 - our own file, no user text
        return render_template("page.html", toolbar=toolbar, formats=_format_names())

    @pages.get("/docs")
    def docs() -> str:
        base = request.host_url.rstrip("/")
        return render_template("docs.html", api=description, base=base)

    @pages.get("/openapi.json")
    def openapi_json() -> Response:
        return jsonify(description)

    @pages.get("/static/shared/<name>")
    def shared(name: str) -> Response:
        if name not in _SHARED:
            raise NotFound
        response = Response(html.asset(name), mimetype=_SHARED[name])
        response.add_etag()
        response.make_conditional(request)
        return response

    return pages


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _format_names() -> list[str]:
    return list(registry.formats())
