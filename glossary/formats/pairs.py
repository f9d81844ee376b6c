"""A glossary as pairs, one target for each source: what translation services take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.entry import clean
from glossary.formats.columns import COLUMNS, DEFAULTS, build_entry, values
from glossary.formats.rows import with_ids
from glossary.model import EntryStatus, Glossary

if TYPE_CHECKING:
    from collections.abc import Collection

    from glossary.model import Entry

SAID: frozenset[str] = frozenset({"source", "target", "variants", "status", "dnt", "priority"})
"""The columns that pairs express in their way: variants as pairs of their own, and so on."""

_FORMULA = re.compile(r"[=+\-@＝＋－＠]")


def pairs(glossary: Glossary) -> dict[str, str]:
    """Source → target of the approved entries and their variants; a higher priority goes first.

    Raises `EntryError` for an entry that no file can hold.
    """
    found: dict[str, str] = {}
    for source, entry in by_source(glossary).items():
        found[source] = entry.preferred
    return found


def by_source(glossary: Glossary) -> dict[str, Entry]:
    """The entry that speaks for each source and variant; raises `EntryError`."""
    found: dict[str, Entry] = {}
    for entry in sorted(_approved(glossary), key=lambda entry: -entry.priority):
        for source in entry.sources:
            found.setdefault(source, entry)
    return found


def held(glossary: Glossary, *, with_note: bool = False) -> Glossary:
    """What comes back of a glossary that was written as pairs."""
    found = [
        build_entry(
            {
                "source": source,
                "target": (entry.preferred,),
                "note": entry.note if with_note else "",
            }
        )
        for source, entry in by_source(glossary).items()
    ]
    return Glossary(glossary.name, with_ids(found, ()))


def lost(glossary: Glossary, said_too: Collection[str] = ()) -> tuple[str, ...]:
    """What pairs cannot hold of a glossary; `said_too` are columns that the format has besides."""
    said = [values(entry) for entry in glossary.entries]
    counts = {
        name: sum(row[name] != DEFAULTS[name] for row in said)
        for name in COLUMNS
        if name not in SAID and name not in said_too
    }
    found = [f"{name} of {entries(count)}" for name, count in counts.items() if count]
    several = sum(1 for row in said if isinstance(row["target"], tuple) and len(row["target"]) > 1)
    if several:
        found.append(f"further preferred targets of {entries(several)}")
    inactive = sum(1 for entry in glossary.entries if entry.status is not EntryStatus.APPROVED)
    if inactive:
        found.append(f"{entries(inactive)} that are not approved")
    terms = sum(len(entry.sources) for entry in _approved(glossary))
    if repeated := terms - len(by_source(glossary)):
        found.append(f"{repeated} repeated source terms (the first of the highest priority stays)")
    return tuple(found)


def warnings(glossary: Glossary) -> tuple[str, ...]:
    """What to mind about a file for machines: terms that a spreadsheet would run as formulas."""
    terms = [term for pair in pairs(glossary).items() for term in pair]
    if not (count := sum(1 for term in terms if _FORMULA.match(term))):
        return ()
    are = "term begins" if count == 1 else "terms begin"
    return (f"{count} {are} like a formula: give the file to the service, not to a spreadsheet",)


def entries(count: int) -> str:
    """`1 entry`, `2 entries`."""
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _approved(glossary: Glossary) -> list[Entry]:
    return [entry for entry in map(clean, glossary.entries) if entry.status is EntryStatus.APPROVED]
