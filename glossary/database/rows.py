"""An entry as a row of the table, and as the record that a change keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from glossary.model import CaseRule, Entry, EntryStatus, EntryType, Target, TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DEFAULTS: dict[str, Any] = {
    "type": "term",
    "variants": [],
    "status": "approved",
    "do_not_translate": False,
    "case": "exact",
    "inflect": True,
    "adjective": "",
    "first_mention": "",
    "priority": 0,
    "domain": "",
    "note": "",
    "provenance": "",
    "author": "",
    "modified": "",
}
"""What a record does not say. Fixed: records of years ago are read by it."""

FIELDS = ("id", "source", "targets", *_DEFAULTS)
_EMPTY_LENGTH = len("[]")
_TYPES = {item.value: item for item in EntryType}
_STATUSES = {item.value: item for item in EntryStatus}
_CASES = {item.value: item for item in CaseRule}
_TARGET_STATUSES = {item.value: item for item in TargetStatus}


def fields(entry: Entry) -> dict[str, Any]:
    """The entry in plain values, by the columns of the table."""
    return {
        "id": entry.id,
        "source": entry.source,
        "targets": [[target.text, target.status.value] for target in entry.targets],
        "type": entry.type.value,
        "variants": list(entry.variants),
        "status": entry.status.value,
        "do_not_translate": entry.do_not_translate,
        "case": entry.case.value,
        "inflect": entry.inflect,
        "adjective": entry.adjective,
        "first_mention": entry.first_mention,
        "priority": entry.priority,
        "domain": entry.domain,
        "note": entry.note,
        "provenance": entry.provenance,
        "author": entry.author,
        "modified": entry.modified,
    }


def record(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry without those that say nothing, as a change keeps them."""
    return {name: value for name, value in said.items() if value != _DEFAULTS.get(name)}


def from_record(kept: Mapping[str, Any]) -> Entry:
    """The entry that a record says."""
    full = _DEFAULTS | dict(kept)
    return _entry(*(full[name] for name in FIELDS))


def from_fields(values: Sequence[Any]) -> Entry:
    """The entry that the values of `FIELDS` say, in their order, lists as JSON."""
    id_, source, targets, type_, variants, *rest = values
    listed = json.loads(variants) if len(variants) > _EMPTY_LENGTH else ()
    return _entry(id_, source, json.loads(targets), type_, listed, *rest)


def _entry(
    id_: str,
    source: str,
    targets: Iterable[tuple[str, str]],
    type_: str,
    variants: Iterable[str],
    status: str,
    do_not_translate: bool,
    case: str,
    *rest: Any,
) -> Entry:
    inflect, adjective, first_mention, priority, domain, note, provenance, author, modified = rest
    return Entry(
        id_,
        source,
        tuple([Target(text, _TARGET_STATUSES[how]) for text, how in targets]),
        _TYPES[type_],
        tuple(variants),
        _STATUSES[status],
        do_not_translate,
        _CASES[case],
        inflect,
        adjective,
        first_mention,
        priority,
        domain,
        note,
        provenance,
        author,
        modified,
    )
