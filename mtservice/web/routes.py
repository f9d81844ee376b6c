"""The native API: each handler parses, calls the translator, and serialises."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from glossary.errors import GlossaryError
from mtservice.documents import registry
from mtservice.errors import MTServiceError
from mtservice.web.answers import answer, match_to_dict
from mtservice.web.bodies import read_body, read_json, read_query
from mtservice.web.errors import error_body, respond
from mtservice.web.schema import check_size, parse_matches, parse_translate
from mtservice.web.service import Wanted

if TYPE_CHECKING:
    from mtservice.documents.base import ReadOptions
    from mtservice.model import Document
    from mtservice.pipeline import TranslatorLike
    from mtservice.settings import Settings
    from mtservice.web.bodies import Body
    from mtservice.web.schema import TranslateRequest
    from mtservice.web.service import Service

logger = logging.getLogger(__name__)


def make_api(service: Service) -> Blueprint:
    """The routes under `/v1`, and the two health checks."""
    api = Blueprint("api", __name__)
    _serve_texts(api, service)
    _serve_facts(api, service.translator, service.settings)
    return api


def _serve_texts(api: Blueprint, service: Service) -> None:
    most = service.settings.max_chars

    @api.post("/v1/translate")
    def translate() -> Response:
        body = read_body(request)
        wanted = parse_translate(body.fields, uploads=len(body.uploads), defaults=service.defaults)
        check_size(wanted.texts, most)
        how = Wanted(wanted.glossaries, wanted.terms, wanted.options)
        reading = replace(service.read_options, fields=wanted.fields, overwrite=wanted.overwrite)
        result = service.translate(lambda: _documents(wanted, body, reading), how)
        return answer(result, wanted, request.accept_mimetypes)

    @api.route("/v1/glossary/matches", methods=["GET", "POST"])
    def matches() -> Response:
        body = read_json(request) if request.method == "POST" else read_query(request)
        wanted = parse_matches(body.fields)
        check_size([wanted.text], most)
        found = service.translator.matches(
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


def _documents(wanted: TranslateRequest, body: Body, options: ReadOptions) -> list[Document]:
    chosen = None if wanted.format == "auto" else wanted.format
    if body.uploads:
        return [
            registry.decode(upload.data, name=upload.name, format=chosen, options=options)
            for upload in body.uploads
        ]
    return [_read(text, wanted.format or "text", options) for text in wanted.texts]


def _read(text: str, name: str, options: ReadOptions) -> Document:
    """A text as a document; `auto` recognises the format."""
    chosen = registry.detect(text, "") if name == "auto" else name
    return registry.read(text, format=chosen, options=options)


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
