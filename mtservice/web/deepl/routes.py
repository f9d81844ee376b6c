"""The paths of DeepL: each handler parses, calls the translator, and serialises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from mtservice.errors import RequestError
from mtservice.web import errors
from mtservice.web.deepl.documents import serve_documents
from mtservice.web.deepl.glossaries import serve_glossaries
from mtservice.web.deepl.keeper import FileKeeper
from mtservice.web.deepl.languages import SOURCES, TARGETS, source_of
from mtservice.web.deepl.parameters import Parameters, unsupported
from mtservice.web.deepl.texts import Translations, parse_texts
from mtservice.web.deepl.usage import Usage
from mtservice.web.service import Wanted
from mtservice.web.texts import translate_texts

if TYPE_CHECKING:
    from mtservice.web.deepl.keeper import Keeper
    from mtservice.web.errors import Refusal
    from mtservice.web.service import Service

_MOST_GLOSSARIES = 5
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_STATUSES = {"busy": 429, "unknown_glossary": 404, "media_type": 415}


def make_face(service: Service) -> Blueprint:
    """DeepL's paths: `/v2` and `/v3`."""
    face = Blueprint("deepl", __name__)
    folder = service.settings.glossary_dir
    keeper = FileKeeper(Path(folder) if folder else None)
    usage = Usage()

    def wanted(parameters: Parameters) -> Wanted:
        return _wanted(parameters, keeper, service.settings.glossaries)

    errors.install(face, _shape)
    _serve_texts(face, service, usage, keeper)
    serve_glossaries(face, keeper)
    serve_documents(face, service, usage, wanted)
    _serve_facts(face, usage)
    return face


def _serve_texts(face: Blueprint, service: Service, usage: Usage, keeper: Keeper) -> None:
    @face.route("/v2/translate", methods=["GET", "POST"])
    def translate() -> Response:
        parameters = Parameters.of(request)
        call = parse_texts(parameters)
        how = _wanted(parameters, keeper, service.settings.glossaries)
        source = call.source.lower()
        answers = translate_texts(service, call.texts, call.read, source=source, wanted=how)
        usage.add(sum(map(len, call.texts)))
        return jsonify(Translations(call, answers).to_dict())


def _serve_facts(face: Blueprint, usage: Usage) -> None:
    @face.route("/v2/languages", methods=["GET", "POST"])
    def languages() -> Response:
        if Parameters.of(request).choice("type", ("source", "target"), "source") == "source":
            return jsonify([{"language": code, "name": name} for code, name in SOURCES.items()])
        return jsonify(
            [
                {"language": code, "name": name, "supports_formality": False}
                for code, name in TARGETS.items()
            ]
        )

    @face.route("/v2/usage", methods=["GET", "POST"])
    def show_usage() -> Response:
        return jsonify(usage.to_dict())

    @face.route("/v2/<path:_>", methods=_METHODS)
    @face.route("/v3/<path:_>", methods=_METHODS)
    def unknown(_: str) -> Response:
        raise NotFound("This server does not offer that call")


def _wanted(parameters: Parameters, keeper: Keeper, defaults: tuple[str, ...]) -> Wanted:
    """The glossaries that are named, above the server's own; raises as `Keeper.get`."""
    one = parameters.one("glossary_id")
    named = ([one] if one else []) + list(parameters.names("glossary_ids"))
    if not named:
        return Wanted()
    if not source_of(parameters):
        raise RequestError("Use of a glossary requires the source_lang parameter to be specified")
    if len(named) > _MOST_GLOSSARIES or not all(map(_is_uuid, named)):
        raise unsupported("glossary_id", f"at most {_MOST_GLOSSARIES} ids of glossaries")
    kept = [keeper.get(item) for item in named]
    if not all(item.entries for item in kept):
        raise NotFound("Dictionary not found")
    return Wanted((*(item.shelf_name for item in kept), *defaults))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _shape(refusal: Refusal) -> Response:
    """An error as DeepL answers it: a message, and where there is more to say, a detail."""
    status = _STATUSES.get(refusal.code, refusal.status)
    detail = "; ".join(
        f"{item.field}: {item.message}" if item.field else item.message
        for item in refusal.fields
        if item.message != refusal.message
    )
    body = {"message": refusal.message} | ({"detail": detail} if detail else {})
    return errors.respond(status, body, refusal.headers)
