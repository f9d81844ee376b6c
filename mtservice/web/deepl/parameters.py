"""The parameters of a request, from JSON, a form or the query; what is wrong is said as DeepL does.

Parameters that are not known are passed over, as DeepL passes them over.
Source: DeepL's API reference and its OpenAPI description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtservice.errors import FieldError, RequestError
from mtservice.web.bodies import read_json
from mtservice.web.fields import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Request

_FLAGS = {"1": True, "true": True, "0": False, "false": False}


class Parameters:
    """Named values, not yet checked."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    @classmethod
    def of(cls, request: Request) -> Parameters:
        """Those of a request; the body wins over the query. Raises `RequestError`."""
        values: dict[str, Any] = dict(request.args.lists())
        if request.mimetype.endswith("json") and request.get_data():
            return cls(values | read_json(request).fields)
        return cls(values | dict(request.form.lists()))

    def one(self, name: str, default: str = "") -> str:
        """A string; `default` where it is not given. Raises `RequestError`."""
        value = self._values.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if value is None:
            return default
        wrong: list[FieldError] = []
        said = Text().read(value, name, wrong)
        if wrong:
            raise unsupported(name, wrong[0].message)
        return said

    def required(self, name: str) -> str:
        """A string that must be there and not empty."""
        value = self.one(name)
        if not value.strip():
            raise RequestError(f"Parameter '{name}' not specified")
        return value

    def choice(self, name: str, values: Sequence[str], default: str) -> str:
        """One of a few strings, in lower case."""
        value = self.one(name, default).lower() or default
        if value not in values:
            raise unsupported(name, f"it is one of {', '.join(values)}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """A switch, as JSON or as `0` and `1`."""
        value = self._values.get(name)
        if isinstance(value, list):
            value = value[-1] if value else None
        if value is None or value == "":
            return default
        if str(value).lower() not in _FLAGS:
            raise unsupported(name, "it is true or false, 1 or 0")
        return _FLAGS[str(value).lower()]

    def texts(self, name: str) -> tuple[str, ...]:
        """One or more strings; raises `RequestError` where there is none."""
        value = self._values.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not values:
            raise RequestError(f"Parameter '{name}' not specified")
        wrong: list[FieldError] = []
        said = tuple(Text().read(item, f"{name}[{i}]", wrong) for i, item in enumerate(values))
        if wrong:
            raise unsupported(name, f"{wrong[0].field} {wrong[0].message}")
        return said

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names, also as one string with commas."""
        if not self._values.get(name):
            return ()
        parts = (part.strip() for said in self.texts(name) for part in said.split(","))
        return tuple(part for part in parts if part)

    def records(self, name: str) -> tuple[Parameters, ...]:
        """A list of JSON objects."""
        value = self._values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise unsupported(name, "it is a list of objects")
        return tuple(map(Parameters, value))

    def refuse(self, *names: str) -> None:
        """Raises `RequestError` where one of the parameters is given, which are not offered."""
        for name in names:
            if self._values.get(name) not in (None, "", [], [""]):
                raise unsupported(name, "this server does not offer it")


def unsupported(name: str, why: str) -> RequestError:
    """The error for a value that cannot be used."""
    return RequestError(f"Value for '{name}' not supported.", (FieldError(name, why),))
