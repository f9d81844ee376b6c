"""Translations → HTTP responses, in the form that the caller asked for."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from flask import Response

from mtservice.documents import registry
from mtservice.errors import FieldError, RequestError
from mtservice.outputs import html, text, tmx, tsv
from mtservice.outputs.json import to_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.datastructures import MIMEAccept

    from glossary.model import TermMatch
    from mtservice.model import DocumentResult, TranslationResult
    from mtservice.web.schema import TranslateRequest

MEDIA_TYPES = {
    "json": "application/json",
    "html": "text/html",
    "tsv": "text/tab-separated-values",
    "tmx": "application/x-tmx+xml",
    "text": "text/plain",
}
"""Form → media type, for the `Accept` header; a report is asked for by `render`."""

_RENDER: dict[str, Callable[[TranslationResult], str]] = {
    "html": html.pair,
    "report": lambda result: html.report([result]),
    "text": text.render,
    "file": lambda result: _data_address(_only_document(result)),
    "tsv": tsv.render,
    "tmx": tmx.render,
}


def answer(result: TranslationResult, wanted: TranslateRequest, accept: MIMEAccept) -> Response:
    """`result` as asked for by `render`, else by the `Accept` header, else as JSON."""
    name = wanted.render[0] if wanted.render else _accepted(accept)
    if wanted.render_list or name == "json":
        return _json(result, wanted)
    if name == "file" or (name == "text" and _is_file(result)):
        return _timed(_file(_only_document(result)), result)
    media_type = MEDIA_TYPES.get(name, "text/html")
    response = Response(_RENDER[name](result), content_type=f"{media_type}; charset=utf-8")
    if name == "report":
        response.headers["Content-Security-Policy"] = html.content_policy()
    return _timed(response, result)


def match_to_dict(match: TermMatch) -> dict[str, Any]:
    """A hit in a text that is not translated."""
    return {
        "entry": match.entry.id,
        "glossary": match.glossary,
        "source": {"text": match.text, "start": match.start, "end": match.end},
        "match": match.kind.value,
        "score": round(match.score, 4),
        "form": match.form or match.entry.source,
        "renderings": list(match.renderings),
        "forbidden": list(match.forbidden),
        "parts": [
            {"entry": part.entry.id, "start": part.start, "end": part.end} for part in match.parts
        ],
    }


def _accepted(accept: MIMEAccept) -> str:
    best = accept.best_match(list(MEDIA_TYPES.values()), default="application/json")
    return next(name for name, media_type in MEDIA_TYPES.items() if media_type == best)


def _is_file(result: TranslationResult) -> bool:
    """Whether a document is more than a text in UTF-8."""
    documents = [item.document for item in result.documents]
    return any(registry.is_binary(item) or item.encoding != "utf-8" for item in documents)


def _only_document(result: TranslationResult) -> DocumentResult:
    if len(result.documents) > 1:
        raise RequestError(
            "files cannot be joined: send one at a time, or ask for JSON",
            (FieldError("file", f"there are {len(result.documents)} of them"),),
        )
    return result.documents[0]


def _file(result: DocumentResult) -> Response:
    """The translated document as the file that it is."""
    data = registry.encode(result.document, result.text)
    response = Response(data, content_type=registry.content_type(result.document))
    name = registry.target_name(result.document)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _data_address(result: DocumentResult) -> str:
    """The file as a `data:` address, which JSON can hold and a browser can save."""
    data = base64.b64encode(registry.encode(result.document, result.text)).decode("ascii")
    return f"data:{registry.content_type(result.document).replace(' ', '')};base64,{data}"


def _json(result: TranslationResult, wanted: TranslateRequest) -> Response:
    body = to_dict(result, alignment=wanted.alignment)
    if wanted.render_list:
        names = [name for name in wanted.render if name != "json"]
        body["renderings"] = {name: _RENDER[name](result) for name in names}
    text = json.dumps(body, ensure_ascii=False) + "\n"
    return _timed(Response(text, content_type="application/json"), result)


def _timed(response: Response, result: TranslationResult) -> Response:
    response.headers["Server-Timing"] = f"translate;dur={result.seconds * 1000:.0f}"
    response.headers["Vary"] = "Accept"
    return response
