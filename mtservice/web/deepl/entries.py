"""The entries of DeepL's glossaries: tab- or comma-separated pairs ↔ entries of ours.

Sources: the pages on glossary formats of DeepL's API documentation, and RFC 4180 for CSV.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.errors import FormatError
from glossary.formats import deepl, rfc4180
from glossary.model import Glossary, Target, TargetStatus
from mtservice.errors import FieldError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.formats.rows import Row
    from glossary.model import Entry
    from mtservice.web.deepl.parameters import Parameters

_FORMATS = ("tsv", "csv")
_WITH_LANGUAGES = 4


def read_entries(parameters: Parameters) -> tuple[Entry, ...]:
    """The entries that are sent along; raises `RequestError` naming the bad line."""
    text = parameters.required("entries")
    format_ = parameters.choice("entries_format", _FORMATS, "")
    try:
        if format_ == "tsv":
            entries = deepl.read_tsv(text, name="").entries
        else:
            rows = [row for row in rfc4180.parse(text, "") if _is_wanted(row)]
            entries = deepl.read_rows(rows, "")
    except FormatError as error:
        raise _invalid(str(error)) from None
    if not entries:
        raise _invalid("there is no entry")
    first: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        earlier = first.setdefault(entry.source, number)
        if earlier != number:
            raise _invalid(f"entry {number} has the same source as entry {earlier}")
    return entries


def write_entries(entries: Iterable[Entry]) -> str:
    """The entries as tab-separated pairs."""
    return deepl.write_tsv(Glossary("", tuple(entries))).rstrip("\n")


def merged(old: Iterable[Entry], new: Iterable[Entry]) -> tuple[Entry, ...]:
    """The old entries with the new ones in their place, and the others behind."""
    coming = {entry.source: entry for entry in new}
    kept = [_updated(entry, coming.pop(entry.source, None)) for entry in old]
    return (*kept, *coming.values())


def _updated(entry: Entry, change: Entry | None) -> Entry:
    if change is None or change.preferred == entry.preferred:
        return entry
    others = [item for item in entry.targets if item.status is not TargetStatus.PREFERRED]
    return replace(entry, targets=(Target(change.preferred), *others))


def _is_wanted(row: Row) -> bool:
    """Whether a row is for these languages; DeepL passes over the others of a CSV file."""
    cells = [cell.strip().upper() for cell in row.cells]
    if not any(cells):
        return False
    return len(cells) != _WITH_LANGUAGES or [item[:2] for item in cells[2:]] == ["JA", "EN"]


def _invalid(why: str) -> RequestError:
    return RequestError("Invalid glossary entries provided", (FieldError("entries", why),))
