"""Definition, context and part of speech, which entries keep as the last lines of their note.

Term bases have a place of their own for each; a glossary entry has the note. `fold` writes them as
lines such as `definition: …` below the note, and `unfold` takes them apart again, so that they go
back where a format has a place for them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

KINDS: Final = {
    "definition": "definition",
    "context": "context",
    "part_of_speech": "part of speech",
}
"""The fields of `Annotated`, in the order of their lines, and what the line begins with."""


class Annotated(NamedTuple):
    """A note taken apart."""

    note: str = ""
    definition: str = ""
    context: str = ""
    part_of_speech: str = ""


def fold(parts: Annotated) -> str:
    """The note that says it all."""
    found = [parts.note] if parts.note else []
    for name, label in KINDS.items():
        value = " ".join(str(getattr(parts, name)).split())
        if value:
            found.append(f"{label}: {value}")
    return "\n".join(found)


def unfold(note: str, kinds: tuple[str, ...] = tuple(KINDS)) -> Annotated:
    """The parts of a note, `kinds` alone; the note whole where it would not come back the same."""
    rest = note.split("\n")
    found: dict[str, str] = {}
    for name in reversed(KINDS):
        prefix = f"{KINDS[name]}: "
        if name in kinds and rest and rest[-1].startswith(prefix):
            found[name] = rest.pop().removeprefix(prefix)
    parts = Annotated("\n".join(rest), **found)
    return parts if fold(parts) == note else Annotated(note)
