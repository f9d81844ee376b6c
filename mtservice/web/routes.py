"""The native API: each handler parses, calls the translator, and serialises."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, jsonify, request

from glossary.errors import GlossaryError
from mtservice.documents import registry
from mtservice.documents.base import ReadOptions
from mtservice.errors import MTServiceError
from mtservice.pipeline import TranslateOptions
from mtservice.web.answers import answer, match_to_dict
from mtservice.web.bodies import read_body, read_json, read_query
from mtservice.web.errors import error_body, respond
from mtservice.web.gate import Gate
from mtservice.web.schema import check_size, parse_matches, parse_translate

if TYPE_CHECKING:
    from mtservice.model import Document, TranslationResult
    from mtservice.pipeline import TranslatorLike
    from mtservice.settings import Settings
    from mtservice.web.bodies import Body
    from mtservice.web.schema import TranslateRequest

logger = logging.getLogger(__name__)


def make_api(translator: TranslatorLike, settings: Settings) -> Blueprint:
    """The routes under `/v1`, and the two health checks."""
    api = Blueprint("api", __name__)
    _serve_texts(api, translator, settings)
    _serve_facts(api, translator, settings)
    return api


def _serve_texts(api: Blueprint, translator: TranslatorLike, settings: Settings) -> None:
    gate = Gate(settings.max_concurrent, settings.max_waiting)
    defaults = TranslateOptions(beam_size=settings.beam_size)

    @api.post("/v1/translate")
    def translate() -> Response:
        body = read_body(request)
        wanted = parse_translate(body.fields, uploads=len(body.uploads), defaults=defaults)
        check_size(wanted.texts, settings.max_chars)
        with gate.turn():
            documents = _documents(wanted, body, settings)
            check_size([document.text for document in documents], settings.max_chars)
            result = translator.translate(
                documents,
                glossaries=wanted.glossaries,
                terms=wanted.terms,
                options=wanted.options,
            )
        _log(documents, result)
        return answer(result, wanted, request.accept_mimetypes)

    @api.route("/v1/glossary/matches", methods=["GET", "POST"])
    def matches() -> Response:
        body = read_json(request) if request.method == "POST" else read_query(request)
        wanted = parse_matches(body.fields)
        check_size([wanted.text], settings.max_chars)
        found = translator.matches(
            wanted.text, glossaries=wanted.glossaries, terms=wanted.terms, fuzzy=wanted.fuzzy
        )
        return jsonify(matches=[match_to_dict(match) for match in found])


def _serve_facts(api: Blueprint, translator: TranslatorLike, settings: Settings) -> None:
    @api.get("/v1/models")
    def models() -> Response:
        return jsonify(models=[_model(translator)])

    @api.get("/v1/glossaries")
    def glossaries() -> Response:
        return jsonify(glossaries=_glossaries(translator, settings))

    @api.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @api.get("/readyz")
    def readyz() -> Response:
        try:
            translator.matches("準備")  # the default glossaries are read and compiled, if not yet
        except (MTServiceError, GlossaryError) as error:
            logger.warning("not ready: %s", error)
            return respond(503, error_body("not_ready", str(error)))
        return jsonify(status="ready", model=translator.engine.name)


def _documents(wanted: TranslateRequest, body: Body, settings: Settings) -> list[Document]:
    chosen = None if wanted.format == "auto" else wanted.format
    options = ReadOptions(
        max_unpacked_bytes=settings.max_unpacked_bytes, max_pages=settings.max_pages
    )
    if body.uploads:
        return [
            registry.decode(upload.data, name=upload.name, format=chosen, options=options)
            for upload in body.uploads
        ]
    return [_read(text, wanted.format or "text") for text in wanted.texts]


def _read(text: str, name: str) -> Document:
    """A text as a document; `auto` recognises the format."""
    return registry.read(text, format=registry.detect(text, "") if name == "auto" else name)


def _model(translator: TranslatorLike) -> dict[str, Any]:
    info = translator.engine
    return {
        "id": info.name,
        "name": info.name,
        "source": "ja",
        "target": "en",
        "hash": info.hash,
        "strategy": info.strategy,
        "aligned": info.aligned,
    }


def _glossaries(translator: TranslatorLike, settings: Settings) -> list[dict[str, Any]]:
    return [
        {
            "id": info.name,
            "name": info.name,
            "version": info.version,
            "entries": info.entries,
            "default": info.name in settings.glossaries,
        }
        for info in translator.glossaries()
    ]


def _log(documents: list[Document], result: TranslationResult) -> None:
    logger.info(
        "translated request=%s documents=%d characters=%d segments=%d seconds=%.2f",
        g.get("request_id"),
        len(documents),
        sum(len(document.text) for document in documents),
        sum(len(document.segments) for document in result.documents),
        result.seconds,
    )
