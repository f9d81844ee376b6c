"""What `metadata.json` of an Argos package says, read and checked.

Besides Argos's own keys a package may carry one more, `mtservice`::

    {"strategy": "annotate",
     "marks": {"open": "⟦", "middle": "→", "close": "⟧"},
     "alignment": {"supervised": true},
     "limits": {"input": 510, "output": 256, "segment": 80},
     "decoding": {"length_penalty": 1.5},
     "licence": "CC-BY-SA-4.0", "trained_on": "…", "scores": {…}}
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtservice.engine.base import TermMarks
from mtservice.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Mapping

STRATEGIES = ("annotate", "code-switch", "plain")
STOCK_STRATEGY = "code-switch"
"""For a package that does not say: stock models mostly copy Latin letters in a Japanese source."""

MAX_INPUT_TOKENS, MAX_OUTPUT_TOKENS = 1024, 256


@dataclass(frozen=True, slots=True)
class Metadata:
    """A package's account of itself."""

    from_code: str
    to_code: str
    version: str
    target_prefix: str = ""
    """A token that the target must start with, in models for several languages."""
    strategy: str = STOCK_STRATEGY
    marks: TermMarks | None = None
    aligned: bool = False
    max_input_tokens: int = MAX_INPUT_TOKENS
    max_output_tokens: int = MAX_OUTPUT_TOKENS
    segment_tokens: int = 0
    """Above which a sentence is better translated in parts; 0: the package does not say."""
    length_penalty: float = 1.0
    licence: str = ""
    trained_on: str = ""
    scores: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Languages and version, `translate-ja_en-1_1`, as Argos names its folders."""
        return f"translate-{self.from_code}_{self.to_code}-{self.version.replace('.', '_')}"


def parse(text: str, *, where: str) -> Metadata:
    """The metadata in `text`; `where` names the file in errors. Raises `PackageError`."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise PackageError(f"{where} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise PackageError(f"{where} must hold a JSON object")
    if data.get("type", "translate") != "translate":
        raise PackageError(f"{where}: a package of type {data['type']!r} does not translate")
    top = _Section(where, data)
    own = top.section("mtservice")
    limits = own.section("limits")
    strategy = own.text("strategy", STOCK_STRATEGY)
    if strategy not in STRATEGIES:
        raise own.wrong("strategy", f"one of {', '.join(STRATEGIES)}")
    return Metadata(
        from_code=top.text("from_code"),
        to_code=top.text("to_code"),
        version=top.text("package_version"),
        target_prefix=top.text("target_prefix", ""),
        strategy=strategy,
        marks=_marks(own.section("marks")) if strategy == "annotate" else None,
        aligned=own.section("alignment").data.get("supervised") is True,
        max_input_tokens=limits.number("input", MAX_INPUT_TOKENS),
        max_output_tokens=limits.number("output", MAX_OUTPUT_TOKENS),
        segment_tokens=limits.number("segment", 0) if "segment" in limits.data else 0,
        length_penalty=own.section("decoding").positive("length_penalty", 1.0),
        licence=own.text("licence", ""),
        trained_on=own.text("trained_on", ""),
        scores=own.section("scores").data,
    )


def _marks(section: _Section) -> TermMarks:
    return TermMarks(section.text("open"), section.text("middle"), section.text("close"))


@dataclass(frozen=True, slots=True)
class _Section:
    """An object of the JSON, and where it is, for errors."""

    where: str
    data: Mapping[str, Any]

    def wrong(self, key: str, expected: str) -> PackageError:
        """The error to raise for a value."""
        return PackageError(f"{self.where}: {key!r} must be {expected}, not {self.data.get(key)!r}")

    def section(self, key: str) -> _Section:
        """An object within; absent, an empty one."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "an object")
        return _Section(f"{self.where}: {key}", value)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; not an empty one where there is no default."""
        value = self.data.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.wrong(key, "a text")
        return value

    def positive(self, key: str, default: float) -> float:
        """A number above zero."""
        value = self.data.get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
            raise self.wrong(key, "a number above zero")
        return float(value)

    def number(self, key: str, default: int) -> int:
        """A whole number above zero."""
        value = self.data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(key, "a whole number above zero")
        return value
