"""The version of a glossary: a hash of what it says, whatever file or order it says it in."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from glossary.entry import clean
from glossary.formats.columns import DEFAULTS, values

if TYPE_CHECKING:
    from glossary.model import Entry, Glossary

_HEX_DIGITS = 16
_ENCODER = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def version(glossary: Glossary) -> str:
    """16 hexadecimal digits that change when any entry does, and only then.

    The name of the glossary, the order of the entries, and the format and comments of its file do
    not count. Raises `EntryError` for an entry that no file can hold.
    """
    total = hashlib.sha256()
    for line in sorted(map(_canonical, glossary.entries)):
        total.update(line.encode())
        total.update(b"\n")
    return total.hexdigest()[:_HEX_DIGITS]


def _canonical(entry: Entry) -> str:
    entry = clean(entry)
    said = {name: value for name, value in values(entry).items() if value != DEFAULTS[name]}
    return _ENCODER.encode({**said, "id": entry.id})
