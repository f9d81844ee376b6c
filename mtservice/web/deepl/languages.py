"""The languages, by DeepL's codes: Japanese into English, American or British."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.errors import RequestError
from mtservice.web.deepl.parameters import unsupported

if TYPE_CHECKING:
    from mtservice.web.deepl.parameters import Parameters

SOURCES = {"JA": "Japanese"}
TARGETS = {"EN-GB": "English (British)", "EN-US": "English (American)"}
_PLAIN_TARGET = "EN"
"""Not listed, but taken: older clients send it."""


def target_of(parameters: Parameters) -> str:
    """The target language; raises `RequestError` where it is not offered."""
    code = parameters.required("target_lang").upper()
    if code not in TARGETS and code != _PLAIN_TARGET:
        raise unsupported("target_lang", f"it is one of {', '.join(TARGETS)} or {_PLAIN_TARGET}")
    return code


def source_of(parameters: Parameters) -> str:
    """The source language, empty to have it found out; raises `RequestError`."""
    code = parameters.one("source_lang").upper()
    if code and code not in SOURCES:
        raise unsupported("source_lang", f"it is {', '.join(SOURCES)}, or left out")
    return code


def check_formality(parameters: Parameters) -> None:
    """Raises `RequestError` for a formality that English has not, as DeepL does."""
    levels = ("default", "prefer_less", "prefer_more", "less", "more")
    if parameters.choice("formality", levels, "default") in ("less", "more"):
        raise RequestError("'formality' is not supported for given 'target_lang'.")


def glossary_pair(parameters: Parameters) -> tuple[str, str]:
    """The pair that a dictionary is for, in capitals; raises `RequestError` for another one."""
    source, target = (
        parameters.required(name).upper().partition("-")[0]
        for name in ("source_lang", "target_lang")
    )
    if (source, target) != ("JA", _PLAIN_TARGET):
        raise RequestError("Unsupported glossary source and target language pair")
    return source, target
