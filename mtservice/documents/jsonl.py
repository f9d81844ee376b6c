"""JSON Lines: the strings of the named fields; everything else comes out as it stands.

A field within another is named with a dot: `meta.title`. The strings of a list count.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from mtservice.documents.base import ReadOptions
from mtservice.documents.inline import Token, make_blocks
from mtservice.errors import DocumentError
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.model import Block, Mark

USUAL = ("text",)
"""The fields that are read when none is named."""

_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)


class JsonLines:
    """One JSON object a line."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    media_types: tuple[str, ...] = ("application/jsonl", "application/x-ndjson")

    def read(self, text: str) -> tuple[Block, ...]:
        """The strings of the usual field. Raises `DocumentError`."""
        return self.read_with(text, ReadOptions())

    def read_with(self, text: str, options: ReadOptions) -> tuple[Block, ...]:
        """The strings of the named fields.

        Raises `DocumentError` for a line that is no JSON object, and where no line has the field.
        """
        wanted = options.fields or USUAL
        spans, seen = list[Span](), dict[str, None]()
        for number, line in enumerate(_LINE.finditer(text), 1):
            if line.group().strip():
                _check(line.group().rstrip("\r\n"), number)
                for path, span in _strings(text, Span(*line.span())):
                    seen[path] = None
                    spans += [span] if path in wanted else []
        if seen and not seen.keys() & set(wanted):
            raise DocumentError(
                f"no line has a string in the field {' or '.join(wanted)}; there are: "
                f"{', '.join(seen)}; name one (on the command line: --field {next(iter(seen))})"
            )
        return make_blocks(text, (("field", span, _escapes(text, span)) for span in spans))

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """English as JSON writes it."""
        return json.dumps(text, ensure_ascii=False)[1:-1]

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:
        """High where the first line is a JSON object with a usual field."""
        first = _LINE.match(text.lstrip()[:100_000])
        try:
            found = json.loads(first.group()) if first and first.group().startswith("{") else None
        except (ValueError, RecursionError):
            return 0.0
        return 0.9 if isinstance(found, dict) and any(name in found for name in USUAL) else 0.0


def _check(line: str, number: int) -> None:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"line {number}, column {error.colno}: not JSON: {error.msg}; "
            "JSON Lines has one object a line"
        ) from None
    except RecursionError:
        raise DocumentError(f"line {number}: nested too deeply") from None
    if not isinstance(value, dict):
        raise DocumentError(f"line {number}: not a JSON object; JSON Lines has one object a line")


def _strings(text: str, line: Span) -> Iterator[tuple[str, Span]]:
    """Each string value of a line of sound JSON with the names that lead to it."""
    path: list[str] = []
    kinds: list[str] = []
    key, is_key = "", False
    for match in _PART.finditer(text, line.start, line.end):
        part = match.group()
        if part in ("{", "["):
            path.append(key if not kinds or kinds[-1] == "{" else path[-1] if path else "")
            kinds.append(part)
            is_key = part == "{"
        elif part in ("}", "]"):
            path.pop()
            kinds.pop()
            key = ""
        elif part == ":":
            is_key = False
        elif part == ",":
            is_key = kinds[-1] == "{"
        elif is_key:
            key = ".".join(filter(None, [path[-1], json.loads(part)]))
        else:
            name = key if kinds[-1] == "{" else path[-1]
            yield name, Span(match.start() + 1, match.end() - 1)


def _escapes(text: str, span: Span) -> Iterator[Token]:
    for match in _ESCAPE.finditer(text, span.start, span.end):
        said = json.loads(f'"{match.group()}"')
        place = Span(*match.span())
        if "\ud800" <= said <= "\udfff" or (said < " " and said not in "\n\r\t"):
            yield Token(place, "alone")
        else:
            yield Token(place, "spelled", said=said)
