"""The keys that an entry may be found by in a text: an index picks entries by them to match.

An entry that a `Matcher` finds in a text has one of its `entry_keys` among the `text_keys` of that
text; the reverse need not hold.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import automaton, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.model import Entry


LONGEST = 200
"""Characters that a key keeps: an index takes no longer ones, and so much tells terms apart."""


@cache
def rules() -> str:
    """Names the rules that make the keys: keys made by others are to be made anew."""
    made = hashlib.sha256()
    for module in (automaton, fold):
        made.update(Path(str(module.__file__)).read_bytes())
    return made.hexdigest()[:16]


def entry_keys(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """The place of each entry with each of its keys, none twice, whatever its status."""
    places: list[int] = []
    plains: list[str] = []
    listed = [(at, text) for at, entry in enumerate(entries) for text in automaton.sources(entry)]
    cleaned = fold.clean_all([text for _, text in listed])
    for (at, _), plain in zip(listed, cleaned, strict=True):
        for spelled in {plain, fold.lookalike_spelling(plain)}:
            places.append(at)
            plains.append(spelled)
    keys = (key[:LONGEST] for key in fold.loosen_all(plains))
    yield from sorted(set(zip(places, keys, strict=True)))


def term_key(term: str) -> str:
    """The key of the entries that `term` is the source or a variant of."""
    (key,) = fold.loosen_all(fold.clean_all([term.strip()]))
    return key[:LONGEST]


def text_keys(text: str) -> tuple[str, ...]:
    """The keys of the text: an entry's key that is found in it is a part of one of them."""
    plain = fold.clean(text).key
    read, _ = fold.undo_lookalikes(plain)
    return tuple(dict.fromkeys((fold.loosen(plain).key, fold.loosen(read).key)))


def parts(keys: Sequence[str], longest: int) -> set[str]:
    """Every part of the keys of up to `longest` characters."""
    return {
        key[start:end]
        for key in keys
        for start in range(len(key))
        for end in range(start + 1, min(start + longest, len(key)) + 1)
    }
