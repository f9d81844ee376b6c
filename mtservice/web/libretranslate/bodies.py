"""What LibreTranslate's clients send: JSON, a form or a query, and files.

Source: LibreTranslate's API (`/translate`, `/detect`, `/translate_file`), read for its wire format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtservice.errors import FieldError, RequestError
from mtservice.web.bodies import read_json
from mtservice.web.fields import Text

if TYPE_CHECKING:
    from flask import Request

LANGUAGES = {"ja": "Japanese", "en": "English"}
TARGETS = {"ja": ("en",), "en": ("en",)}
"""Source → targets; English into English comes back as it is, as with LibreTranslate."""
MOST_ALTERNATIVES = 3
_FORMATS = ("text", "html")


@dataclass(frozen=True, slots=True)
class TranslateCall:
    """What `POST /translate` asks for."""

    texts: tuple[str, ...]
    is_list: bool
    source: str
    """`ja`, `en`, or empty to be found out."""
    format: str
    alternatives: int


def read_fields(request: Request) -> dict[str, Any]:
    """The fields of a request, however it was sent; raises `RequestError`."""
    if request.is_json:
        return read_json(request).fields
    return {name: values[-1] for name, values in request.values.lists()} | {
        name: values[-1] for name, values in request.form.lists()
    }


def parse_translate(fields: dict[str, Any], most_chars: int) -> TranslateCall:
    """The call in `fields`; raises `RequestError` in LibreTranslate's words."""
    q = _required(fields, "q")
    source, _ = read_languages(fields)
    format_ = fields.get("format") or "text"
    if format_ not in _FORMATS:
        raise RequestError(f"{_shown(format_)} format is not supported")
    texts = read_texts(q, most_chars)
    alternatives = _alternatives(fields.get("alternatives"))
    return TranslateCall(texts, isinstance(q, list), source, format_, alternatives)


def read_texts(q: Any, most_chars: int) -> tuple[str, ...]:
    """The strings of `q`, checked; raises `RequestError`."""
    wrong: list[FieldError] = []
    values = q if isinstance(q, list) else [q]
    texts = tuple(Text().read(value, "q", wrong) for value in values)
    if wrong:
        raise RequestError(f"Invalid request: q {wrong[0].message}")
    length = sum(map(len, texts))
    if length > most_chars:
        raise RequestError(f"Invalid request: request ({length}) exceeds text limit ({most_chars})")
    return texts


def read_languages(fields: dict[str, Any]) -> tuple[str, str]:
    """Source (empty for `auto`) and target; raises `RequestError` for another pair."""
    said = _required(fields, "source")
    source = "" if said == "auto" else _language(said)
    target = _language(_required(fields, "target"))
    if target not in TARGETS[source or "ja"]:
        raise RequestError(
            f"{LANGUAGES[target]} ({target}) is not available as a target language from "
            f"{LANGUAGES[source or 'ja']} ({source or 'ja'})"
        )
    return source, target


def _required(fields: dict[str, Any], name: str) -> Any:
    if not fields.get(name):
        raise RequestError(f"Invalid request: missing {name} parameter")
    return fields[name]


def _language(said: Any) -> str:
    code = said.lower().replace("_", "-").partition("-")[0] if isinstance(said, str) else ""
    if code not in LANGUAGES:
        raise RequestError(f"{_shown(said)} is not supported")
    return code


def _alternatives(said: Any) -> int:
    try:
        count = int(said or 0)
    except (TypeError, ValueError):
        count = -1
    if isinstance(said, bool | float) or count < 0:
        raise RequestError("Invalid request: 'alternatives' parameter is not a number")
    if count > MOST_ALTERNATIVES:
        most = f"Invalid request: 'alternatives' parameter must be <= {MOST_ALTERNATIVES}"
        raise RequestError(most)
    return count


def _shown(said: object) -> str:
    return said if isinstance(said, str) and len(said) <= 20 else "that value"
