"""Files as other services' callers send them: which are taken, and how they come back."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mtservice.documents import registry
from mtservice.web.outbox import Finished

if TYPE_CHECKING:
    from mtservice.web.bodies import Upload
    from mtservice.web.service import Service, Wanted


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be translated, sorted."""
    return tuple(
        sorted({end for name in registry.formats() for end in registry.format_of(name).suffixes})
    )


def is_known(name: str) -> bool:
    """Whether a file of that name can be translated."""
    return name.lower().endswith(suffixes())


def bare_name(name: str) -> str:
    """A file's name without the folders that a client may send along."""
    return PurePosixPath(name.replace("\\", "/")).name


def translate_file(
    service: Service, upload: Upload, wanted: Wanted | None = None, *, patient: bool = False
) -> tuple[Finished, int]:
    """The file in English, under its own name, and how many characters it had.

    Raises as `Service.translate`, and `EncodingError`.
    """
    result = service.translate(
        lambda: [registry.decode(upload.data, name=upload.name)], wanted, patient=patient
    )
    (document,) = result.documents
    done = Finished(upload.name, registry.encode(document.document, document.text))
    return done, len(document.document.text)
