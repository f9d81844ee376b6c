"""What every entry must satisfy, and the id of an entry that has none."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
from operator import attrgetter
from typing import TYPE_CHECKING

from glossary.errors import EntryError
from glossary.model import TargetStatus

if TYPE_CHECKING:
    from glossary.model import Entry, EntryType, Target

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that no term may hold: they break lines and columns, or cannot be encoded."""

CONTROL_IN_PROSE = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""The same for notes, which may run over several lines."""

_SPACE = re.compile(r"\s")
PROSE = frozenset({"note", "provenance"})
_LINE_TEXTS = ("id", "source", "adjective", "first_mention", "domain", "author", "modified")
_line_fields = attrgetter(*_LINE_TEXTS)
_STATUS_ORDER = {status: place for place, status in enumerate(TargetStatus)}
_ID_DIGITS = 12

MAX_PRIORITY = 999_999_999


def derive_id(source: str, type_: EntryType, *details: str) -> str:
    """The id of an entry that was not given one: its type and a hash of what it names.

    `details` tell apart entries with the same source and type.
    """
    material = "\x1f".join((type_, source, *details)).encode("utf-8", "surrogatepass")
    return f"{type_}-{hashlib.sha256(material).hexdigest()[:_ID_DIGITS]}"


def clean(entry: Entry) -> Entry:
    """The entry as files hold it: no surrounding spaces, targets in the order of their status.

    Raises `EntryError` where a side is empty, a term holds control characters, or the id, the
    date or the priority is not one.
    """
    _require_terms(entry)
    if not _is_plain(entry):
        entry = _stripped(entry)
        _require_terms(entry)
        _refuse_control_characters(entry)
    _refuse_bad_fields(entry)
    return entry


def _is_plain(entry: Entry) -> bool:
    """Whether nothing needs a closer look: the quick way for nearly every entry."""
    # A bar in a text beside a space only makes it take the slower way.
    said = "|".join(("", *_line_texts(entry), entry.note, entry.provenance, ""))
    if not said.isprintable() or "| " in said or " |" in said:
        return False
    statuses = [_STATUS_ORDER[target.status] for target in entry.targets]
    return len(statuses) == 1 or statuses == sorted(statuses)


def _stripped(entry: Entry) -> Entry:
    texts = {name: getattr(entry, name).strip() for name in (*_LINE_TEXTS, *sorted(PROSE))}
    return dataclasses.replace(
        entry,
        variants=tuple(variant.strip() for variant in entry.variants),
        targets=tuple(sorted(map(_strip, entry.targets), key=_status_place)),
        **texts,
    )


def _line_texts(entry: Entry) -> list[str]:
    """Every text of the entry but the prose."""
    return [
        *_line_fields(entry),
        *entry.variants,
        *[target.text for target in entry.targets],
    ]


def _strip(target: Target) -> Target:
    text = target.text.strip()
    return target if text == target.text else dataclasses.replace(target, text=text)


def _status_place(target: Target) -> int:
    return _STATUS_ORDER[target.status]


def _require_terms(entry: Entry) -> None:
    if not entry.source:
        raise EntryError(f"entry {entry.id!r} has no source: write the Japanese term")
    if not entry.do_not_translate and not entry.with_status(TargetStatus.PREFERRED):
        raise EntryError(
            f"entry {entry.id!r} ({entry.source}) has no target: write the English rendering, "
            "or mark it do-not-translate"
        )
    if not all(entry.variants) or not all(target.text for target in entry.targets):
        raise EntryError(f"entry {entry.id!r} ({entry.source}) lists an empty term: remove it")


def _refuse_control_characters(entry: Entry) -> None:
    prose = [getattr(entry, name) for name in sorted(PROSE)]
    found = next(filter(None, map(CONTROL.search, _line_texts(entry))), None)
    found = found or next(filter(None, map(CONTROL_IN_PROSE.search, prose)), None)
    if found:
        raise EntryError(
            f"entry {entry.id!r} ({entry.source!r}) holds the control character "
            f"U+{ord(found[0]):04X} in {found.string!r}: remove it"
        )


def _refuse_bad_fields(entry: Entry) -> None:
    problem = ""
    if _SPACE.search(entry.id):
        problem = "write its id as one word"
    elif abs(entry.priority) > MAX_PRIORITY:
        problem = f"{entry.priority} is too large a priority; write one such as 10"
    elif entry.modified and not is_date(entry.modified):
        problem = f"{entry.modified!r} is not a date; write it like 2026-01-31"
    if problem:
        raise EntryError(f"entry {entry.id!r} ({entry.source}): {problem}")


def is_date(text: str) -> bool:
    """Whether `text` is an ISO 8601 date or time."""
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
