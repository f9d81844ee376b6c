"""The paths of LibreTranslate: each handler parses, calls the translator, and serialises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import Forbidden, MethodNotAllowed, NotFound

from mtservice.detection import detect
from mtservice.documents import registry
from mtservice.documents.markup import Fragment
from mtservice.documents.markup_pieces import MarkupRules
from mtservice.errors import RequestError
from mtservice.web import errors
from mtservice.web.bodies import Upload
from mtservice.web.libretranslate import shapes
from mtservice.web.libretranslate.alternatives import alternatives
from mtservice.web.libretranslate.bodies import (
    LANGUAGES,
    TARGETS,
    parse_translate,
    read_fields,
    read_languages,
    read_texts,
)
from mtservice.web.outbox import Finished, Outbox
from mtservice.web.texts import translate_texts
from mtservice.web.uploads import as_attachment, bare_name, is_known, translate_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtservice.model import Document
    from mtservice.web.errors import Refusal
    from mtservice.web.service import Service, Wanted
    from mtservice.web.texts import Answers

_HTML = Fragment(MarkupRules("html"))
_POSTED = ("/translate", "/detect", "/translate_file", "/suggest")
_MANY = 429


def make_face(service: Service) -> Blueprint:
    """LibreTranslate's paths at the root of the server."""
    face = Blueprint("libretranslate", __name__)
    errors.install(face, _shape)
    _serve_texts(face, service)
    _serve_files(face, service, Outbox())
    _serve_facts(face, service)
    return face


def _serve_texts(face: Blueprint, service: Service) -> None:
    most = service.settings.max_chars

    @face.post("/translate")
    def translate() -> Response:
        call = parse_translate(read_fields(request), most)

        def once(wanted: Wanted | None = None) -> Answers:
            return translate_texts(
                service, call.texts, _READERS[call.format], source=call.source, wanted=wanted
            )

        answers = once()
        others = alternatives(service, answers, call.alternatives, once)
        asked = others if call.alternatives else None
        body = shapes.Translated(answers, asked, call.is_list, is_detected=not call.source)
        return jsonify(body.to_dict())

    @face.post("/detect")
    def detect_language() -> Response:
        fields = read_fields(request)
        if not fields.get("q"):
            raise RequestError("Invalid request: missing q parameter")
        return jsonify([shapes.detected(detect("\n".join(read_texts(fields["q"], most))))])

    @face.post("/suggest")
    def suggest() -> Response:
        raise Forbidden("Suggestions are disabled on this server.")


def _serve_files(face: Blueprint, service: Service, outbox: Outbox) -> None:
    @face.post("/translate_file")
    def translate_upload() -> Response:
        upload = _upload()
        source, _ = read_languages(read_fields(request))
        if source == "en":
            file = Finished(upload.name, upload.data)
        else:
            file, _ = translate_file(service, upload)
        key = outbox.put(file)
        url = url_for("libretranslate.download_file", name=f"{key}.{file.name}", _external=True)
        return jsonify(translatedFileUrl=url)

    @face.get("/download_file/<name>")
    def download_file(name: str) -> Response:
        key, _, called = name.partition(".")
        file = outbox.get(key)
        if file is None or file.name != called:
            raise NotFound("There is no such file; it may have been removed after an hour.")
        return as_attachment(file)


def _serve_facts(face: Blueprint, service: Service) -> None:
    @face.get("/languages")
    def languages() -> Response:
        names = LANGUAGES.items()
        return jsonify([{"code": c, "name": n, "targets": list(TARGETS[c])} for c, n in names])

    @face.get("/frontend/settings")
    def frontend_settings() -> Response:
        return jsonify(shapes.settings(service.settings.max_chars, registry.suffixes(), LANGUAGES))

    @face.get("/health")
    def health() -> Response:
        return jsonify(status="ok")

    def refuse(**_: Any) -> Response:
        raise MethodNotAllowed(valid_methods=["POST"])

    # Without these, a wrong method would be refused before any blueprint gives it a shape.
    for path in _POSTED:
        methods = ["GET", "PUT", "PATCH", "DELETE"]
        face.add_url_rule(path, f"refuse_{path[1:]}", refuse, methods=methods)


def _upload() -> Upload:
    file = request.files.get("file")
    if file is None:
        raise RequestError("Invalid request: missing file parameter")
    if not file.filename:
        raise RequestError("Invalid request: empty file")
    name = bare_name(file.filename)
    if not is_known(name):
        raise RequestError("Invalid request: file format not supported")
    return Upload(name, file.read())


def _plain(text: str) -> Document:
    return registry.read(text)


_READERS: dict[str, Callable[[str], Document]] = {"text": _plain, "html": _HTML.document}


def _shape(refusal: Refusal) -> Response:
    """An error as LibreTranslate answers it: a text, and 429 where there is too much to do."""
    status = _MANY if refusal.code == "busy" else refusal.status
    message = f"Slowdown: {refusal.message}" if status == _MANY else refusal.message
    return errors.respond(status, {"error": message}, refusal.headers)
