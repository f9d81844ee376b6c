"""What the fields of a request may hold: one description that checks values and documents them.

A kind reads a JSON value and adds what is wrong with it to a list, so that a caller is told of all
mistakes at once; `describe` gives the same kind as an OpenAPI schema.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Protocol

from mtservice.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNUSABLE = re.compile("[\0\ud800-\udfff]")


class Kind(Protocol):
    """What a value must be."""

    def read(self, value: object, at: str, wrong: list[FieldError]) -> Any:
        """The value, checked; what is wrong with it, at the field `at`, is added to `wrong`."""
        ...

    def describe(self) -> dict[str, Any]:
        """The OpenAPI schema of the kind."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A string without lone surrogates and NUL characters."""

    blank: bool = True
    """Whether it may be empty or hold only spaces."""

    def read(self, value: object, at: str, wrong: list[FieldError]) -> str:
        """See `Kind`."""
        if not isinstance(value, str):
            wrong.append(_expected("a string", value, at))
            return ""
        if found := _UNUSABLE.search(value):
            name = "a NUL character" if found[0] == "\0" else "half of a surrogate pair"
            wrong.append(FieldError(at, f"holds {name} at character {found.start()}; remove it"))
        elif not self.blank and not value.strip():
            wrong.append(FieldError(at, "must not be empty"))
        return value

    def describe(self) -> dict[str, Any]:
        """See `Kind`."""
        return {"type": "string"} | ({} if self.blank else {"minLength": 1})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few strings."""

    values: tuple[str, ...]

    def read(self, value: object, at: str, wrong: list[FieldError]) -> str:
        """See `Kind`."""
        if value not in self.values:
            wrong.append(_expected("one of " + ", ".join(self.values), value, at))
        return str(value)

    def describe(self) -> dict[str, Any]:
        """See `Kind`."""
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class Switch:
    """`true` or `false`."""

    def read(self, value: object, at: str, wrong: list[FieldError]) -> bool:
        """See `Kind`."""
        if not isinstance(value, bool):
            wrong.append(_expected("true or false", value, at))
        return value is True

    def describe(self) -> dict[str, Any]:
        """See `Kind`."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within limits, both included."""

    low: int
    high: int

    def read(self, value: object, at: str, wrong: list[FieldError]) -> int:
        """See `Kind`."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not self.low <= value <= self.high:  # type: ignore[operator]
            wrong.append(_expected(f"a whole number from {self.low} to {self.high}", value, at))
            return self.low
        return value  # type: ignore[return-value]

    def describe(self) -> dict[str, Any]:
        """See `Kind`."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one kind."""

    kind: Kind
    least: int = 0
    most: int = 100_000
    or_one: bool = False
    """Whether a bare value is read as a list of one."""

    def read(self, value: object, at: str, wrong: list[FieldError]) -> tuple[Any, ...]:
        """See `Kind`."""
        if self.or_one and not isinstance(value, list):
            return (self.kind.read(value, at, wrong),)
        if not isinstance(value, list):
            wrong.append(_expected("a list", value, at))
            return ()
        if not self.least <= len(value) <= self.most:
            wrong.append(FieldError(at, f"expected {self.least} to {self.most:,} items"))
            return ()
        return tuple(
            self.kind.read(item, f"{at}[{index}]", wrong) for index, item in enumerate(value)
        )

    def describe(self) -> dict[str, Any]:
        """See `Kind`."""
        limits = {"minItems": self.least} if self.least else {}
        schema = {"type": "array", "items": self.kind.describe(), "maxItems": self.most} | limits
        return {"oneOf": [self.kind.describe(), schema]} if self.or_one else schema


@dataclass(frozen=True, slots=True)
class Field:
    """A named member of a record."""

    name: str
    kind: Kind
    about: str
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object with these fields and no others."""

    fields: tuple[Field, ...]

    def read(self, value: object, at: str, wrong: list[FieldError]) -> dict[str, Any]:
        """See `Kind`; absent fields, and those given as null, have their defaults."""
        if not isinstance(value, dict):
            wrong.append(_expected("an object", value, at))
            return {field.name: field.default for field in self.fields}
        known = {field.name for field in self.fields}
        wrong.extend(_unknown(name, known, at) for name in value if name not in known)
        return {field.name: _member(field, value, at, wrong) for field in self.fields}

    def describe(self) -> dict[str, Any]:
        """See `Kind`."""
        required = [field.name for field in self.fields if field.required]
        properties = {
            field.name: field.kind.describe()
            | {"description": field.about}
            | ({} if field.default is None else {"default": field.default})
            for field in self.fields
        }
        schema = {"type": "object", "additionalProperties": False, "properties": properties}
        return schema | ({"required": required} if required else {})


def _member(field: Field, value: Mapping[str, object], at: str, wrong: list[FieldError]) -> Any:
    here = f"{at}.{field.name}" if at else field.name
    if value.get(field.name) is not None:
        return field.kind.read(value[field.name], here, wrong)
    if field.required:
        wrong.append(FieldError(here, "is missing"))
    return field.default


def _unknown(name: str, known: set[str], at: str) -> FieldError:
    close = get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean {close[0]}?" if close else f"known fields: {', '.join(sorted(known))}"
    shown = name if name.isidentifier() and len(name) <= 40 else "(another name)"
    return FieldError(f"{at}.{shown}" if at else shown, f"is not a field here; {hint}")


def _expected(what: str, value: object, at: str) -> FieldError:
    return FieldError(at, f"expected {what}, got {_name(value)}")


def _name(value: object) -> str:
    """A value as a message may show it: its kind, and itself only where it is short."""
    names = {dict: "an object", list: "a list", type(None): "null", bool: str(value).lower()}
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, str):
        return f"the string {value!r}" if len(value) <= 40 else f"a string of {len(value):,}"
    shown = repr(value)
    return shown if len(shown) <= 40 else "a number out of range"
