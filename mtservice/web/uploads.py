"""Files as other services' callers send them: which are taken, and how they come back."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flask import send_file

from mtservice.documents import registry
from mtservice.web.outbox import Finished

if TYPE_CHECKING:
    from flask import Response

    from mtservice.model import Document
    from mtservice.web.bodies import Upload
    from mtservice.web.service import Service, Wanted


def is_known(name: str) -> bool:
    """Whether a file of that name can be translated."""
    return name.lower().endswith(registry.suffixes())


def bare_name(name: str) -> str:
    """A file's name without the folders that a client may send along."""
    return PurePosixPath(name.replace("\\", "/")).name


def translate_file(
    service: Service, upload: Upload, wanted: Wanted | None = None, *, patient: bool = False
) -> tuple[Finished, int]:
    """The file in English, and how many characters it had.

    It has its own name, but for what comes back in another format (the text of a PDF). Raises as
    `Service.translate`, and `DocumentError`, `EncodingError`.
    """

    def read() -> list[Document]:
        return [registry.decode(upload.data, name=upload.name, options=service.read_options)]

    (result,) = service.translate(read, wanted, patient=patient).documents
    document = result.document
    done = Finished(
        registry.target_name(document),
        registry.encode(document, result.text),
        registry.content_type(document),
    )
    return done, len(document.text)


def as_attachment(file: Finished) -> Response:
    """The answer that holds a finished file."""
    response = send_file(BytesIO(file.data), as_attachment=True, download_name=file.name)
    if file.content_type:
        response.content_type = file.content_type
    return response
