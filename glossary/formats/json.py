"""Entries as JSON: a list of objects whose keys are the columns of the house format.

Lists are lists, `dnt` and `inflect` are true or false, `priority` is a number; `target` may be one
text or a list. Written one entry a line, so that a difference shows the entry that changed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from glossary.entry import MAX_PRIORITY, clean
from glossary.errors import FormatError
from glossary.formats.columns import (
    COLUMNS,
    DEFAULTS,
    ENUMS,
    LISTS,
    CellError,
    Value,
    build_entry,
    check_id,
    check_text,
    parse_date,
    parse_enum,
    values,
)
from glossary.formats.rows import Problems, with_ids
from glossary.model import Glossary, TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.model import Entry

_SPACE = re.compile(r"[ \t\r\n]*")


def read(text: str, *, name: str, path: str = "") -> Glossary:
    """The glossary in `text`; raises `FormatError` that names the entry's line and column."""
    text = text.removeprefix("\ufeff")
    problems = Problems(path)
    entries: list[Entry] = []
    given: dict[int, int] = {}
    first: dict[str, int] = {}
    for at, item in _items(text, path):
        try:
            entry, has_id = from_dict(item), bool(isinstance(item, dict) and item.get("id"))
        except CellError as error:
            problems.add(str(error), _place(text, at))
            continue
        if has_id:
            given[len(entries)] = at
        if has_id and first.setdefault(entry.id, at) != at:
            line, _ = _place(text, first[entry.id])
            reason = f"the id {entry.id!r} is already used in line {line}; change one"
            problems.add(reason, _place(text, at))
        entries.append(entry)
    problems.raise_if_any()
    return Glossary(name, with_ids(entries, given.keys()))


def write(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """The file that holds the glossary; raises `EntryError` for one that no file can hold."""
    lines = [
        json.dumps(to_dict(clean(entry)), ensure_ascii=False, allow_nan=False)
        for entry in glossary.entries
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def to_dict(entry: Entry) -> dict[str, Any]:
    """An entry as JSON has it: its id first, and what differs from the defaults."""
    said = {column: value for column, value in values(entry).items() if value != DEFAULTS[column]}
    preferred = entry.with_status(TargetStatus.PREFERRED)
    target = preferred[0] if len(preferred) == 1 else preferred
    return {"id": entry.id, **said, "target": target}


def from_dict(item: object) -> Entry:
    """The entry that an object says; raises `CellError`."""
    if not isinstance(item, dict):
        raise CellError("source", f"an entry must be an object, not {json.dumps(item)[:40]}")
    unknown = [key for key in item if key not in DEFAULTS]
    if unknown:
        raise CellError(str(unknown[0]), f"is unknown; known: {', '.join(COLUMNS)}")
    said: Mapping[str, Any] = {key: value for key, value in item.items() if value is not None}
    return build_entry({column: _value(column, value) for column, value in said.items()})


def _value(column: str, value: object) -> Value:
    if column in LISTS:
        return _texts(column, value)
    wanted = type(DEFAULTS[column])
    if type(value) is not wanted:
        called = {str: "a text", int: "a whole number", bool: "true or false"}[wanted]
        raise CellError(column, f"must be {called}, not {json.dumps(value)[:40]}")
    if isinstance(value, str):
        return _text(column, value)
    if isinstance(value, int) and abs(value) > MAX_PRIORITY:
        raise CellError(column, f"{value} is too large; write one such as 10")
    return value


def _texts(column: str, value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise CellError(column, f"must be a list of texts, not {json.dumps(value)[:40]}")
    return tuple(filter(None, (check_text(column, item) for item in items)))


def _text(column: str, value: str) -> str:
    value = check_text(column, value)
    if not value:
        return str(DEFAULTS[column])
    if column in ENUMS:
        return parse_enum(column, value)
    if column == "modified":
        return parse_date(column, value)
    return check_id(column, value) if column == "id" else value


def _items(text: str, path: str) -> Iterator[tuple[int, object]]:
    """Each item of the list and where it begins, which the standard decoder does not tell."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)
    at = _expect(text, 0, "[", path)
    if text.startswith("]", at):
        return _expect_end(text, at, path)
    while True:
        try:
            item, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise FormatError(error.msg, path=path, line=error.lineno, column=error.colno) from None
        except (_BadJSONError, RecursionError) as error:
            line, column = _place(text, at)
            raise FormatError(str(error), path=path, line=line, column=column) from None
        yield at, item
        at = _skip(text, end)
        if text.startswith("]", at):
            return _expect_end(text, at, path)
        at = _expect(text, at, ",", path)


def _expect(text: str, at: int, mark: str, path: str) -> int:
    at = _skip(text, at)
    if not text.startswith(mark, at):
        line, column = _place(text, at)
        reason = f"`{mark}` is missing here; the file must be a list of entries: [{{…}}, {{…}}]"
        raise FormatError(reason, path=path, line=line, column=column)
    return _skip(text, at + 1)


def _expect_end(text: str, at: int, path: str) -> None:
    at = _skip(text, at + 1)
    if at < len(text):
        line, column = _place(text, at)
        raise FormatError(
            "text after the end of the list; remove it", path=path, line=line, column=column
        )


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _BadJSONError(ValueError):
    """What the standard decoder lets pass and this format does not."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise _BadJSONError(f"the key {repeated!r} stands twice in one object; remove one")
    return found


def _refuse_constant(name: str) -> object:
    raise _BadJSONError(f"{name} is not JSON; write a number")
