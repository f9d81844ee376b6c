"""`/v2/document`: a file is sent, asked after, and fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound, ServiceUnavailable

from mtservice.errors import RequestError
from mtservice.web.bodies import Upload
from mtservice.web.deepl.jobs import Jobs, Ticket
from mtservice.web.deepl.languages import check_formality, source_of, target_of
from mtservice.web.deepl.parameters import Parameters, unsupported
from mtservice.web.uploads import as_attachment, bare_name, is_known, translate_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtservice.web.deepl.jobs import Progress
    from mtservice.web.deepl.usage import Usage
    from mtservice.web.outbox import Finished
    from mtservice.web.service import Service, Wanted


def serve_documents(
    face: Blueprint, service: Service, usage: Usage, wanted: Callable[[Parameters], Wanted]
) -> None:
    """Add the paths about documents; `wanted` gives the glossaries that a request names."""
    jobs = Jobs(service.settings.max_waiting)

    @face.post("/v2/document")
    def upload() -> Response:
        parameters = Parameters.of(request)
        target_of(parameters)
        source_of(parameters)
        check_formality(parameters)
        parameters.refuse("style_id", "translation_memory_id")
        how, file = wanted(parameters), _file(parameters)

        def work() -> tuple[Finished, int]:
            done, characters = translate_file(service, file, how, patient=True)
            usage.add(characters)
            return done, characters

        ticket = jobs.start(work)
        return jsonify(document_id=ticket.id, document_key=ticket.key)

    @face.route("/v2/document/<document_id>", methods=["GET", "POST"])
    def status(document_id: str) -> Response:
        progress = jobs.progress(_ticket(document_id))
        if progress is None:
            raise NotFound("Document not found")
        return jsonify({"document_id": document_id} | _status(progress))

    @face.route("/v2/document/<document_id>/result", methods=["GET", "POST"])
    def result(document_id: str) -> Response:
        ticket = _ticket(document_id)
        file, progress = jobs.fetch(ticket), jobs.progress(ticket)
        if file is not None:
            return as_attachment(file)
        if progress is None or progress.status == "done":
            raise NotFound("Document not found")
        raise ServiceUnavailable("Document translation is not done")


def _file(parameters: Parameters) -> Upload:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise RequestError("Invalid file data.")
    name = bare_name(parameters.one("filename") or file.filename)
    if not is_known(name):
        raise unsupported("file", "no reader for a file of that suffix")
    wanted = parameters.one("output_format").lower().lstrip(".")
    if wanted and not name.lower().endswith(f".{wanted}"):
        raise unsupported("output_format", "a file comes back in the format that it was sent in")
    return Upload(name, file.read())


def _ticket(document_id: str) -> Ticket:
    return Ticket(document_id, Parameters.of(request).one("document_key"))


def _status(progress: Progress) -> dict[str, object]:
    if progress.status == "error":
        return {"status": "error", "error_message": progress.message, "message": progress.message}
    if progress.status == "done":
        characters = progress.characters
        return {"status": "done", "seconds_remaining": 0, "billed_characters": characters}
    return {"status": progress.status}
