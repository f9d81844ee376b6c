"""Every error that `mtservice` raises on purpose.

::

    MTServiceError
    ├── SettingsError              a setting has a wrong or unknown name or value
    ├── InputError                 the caller's input cannot be used
    │   ├── RequestError           one or more fields of a request are wrong
    │   ├── EncodingError          bytes that are not text in the stated encoding
    │   ├── UnknownFormatError     no reader or writer for that format
    │   ├── UnknownGlossaryError   no glossary of that name
    │   ├── DocumentError          a document that its format's reader refuses
    │   └── TooLargeError          more text than the limits allow
    ├── ModelError                 the model cannot be used
    │   ├── ModelNotFoundError     no package at that place, or none installed
    │   ├── PackageError           not an Argos package, damaged, unsafe, or for other languages
    │   └── NetworkError           the package index cannot be reached or answers wrongly
    ├── EngineError                the engine failed while it translated
    └── BusyError                  too much work is waiting; try again later

Each class has a stable `code`. The web layer alone knows HTTP status codes.
"""

from __future__ import annotations

from dataclasses import dataclass


class MTServiceError(Exception):
    """Base of all errors of this package."""

    code = "error"


class SettingsError(MTServiceError):
    """A setting is unknown or its value is not of the expected form."""

    code = "settings"


class InputError(MTServiceError):
    """The caller's input cannot be used."""

    code = "input"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a request."""

    field: str
    message: str


class RequestError(InputError):
    """One or more fields of a request are wrong; all of them are listed."""

    code = "request"

    def __init__(self, message: str, fields: tuple[FieldError, ...] = ()) -> None:
        self.fields = fields
        super().__init__(message)


class EncodingError(InputError):
    """Bytes that are not text in the stated encoding."""

    code = "encoding"


class UnknownFormatError(InputError):
    """No reader or writer is registered for that format."""

    code = "unknown_format"


class UnknownGlossaryError(InputError):
    """No glossary of that name or at that path."""

    code = "unknown_glossary"


class DocumentError(InputError):
    """A document that its format's reader refuses."""

    code = "document"


class TooLargeError(InputError):
    """More text than the limits allow."""

    code = "too_large"


class ModelError(MTServiceError):
    """The model cannot be used."""

    code = "model"


class ModelNotFoundError(ModelError):
    """No package at that place, or none installed for the languages."""

    code = "model_not_found"


class PackageError(ModelError):
    """Not an Argos package, damaged, unsafe, or for other languages."""

    code = "package"


class NetworkError(ModelError):
    """The package index cannot be reached or answers wrongly."""

    code = "network"


class EngineError(MTServiceError):
    """The engine failed while it translated."""

    code = "engine"


class BusyError(MTServiceError):
    """Too much work is waiting; try again after `retry_after` seconds."""

    code = "busy"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        self.retry_after = retry_after
        super().__init__(message)
