"""Rules that look at several entries: who stands in whose way."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from glossary.checks.base import ERROR, INFO, WARNING, Form, Rule, Subject
from glossary.fold import same_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.model import Entry

_Found = tuple[str, tuple["Entry", ...]]

_COMPARED = 8
"""How many earlier spellings of one key each is compared with, so that cost stays flat."""
_NAMED = 5
"""How many terms a message names."""


def _same_text(subject: Subject) -> Iterator[tuple[str, Entry, Entry]]:
    """Each text that leads to two entries: the first of them, and another."""
    for text, forms in subject.by_text.items():
        if len(forms) == 1:
            continue
        owners = list({id(form.entry): form.entry for form in forms}.values())
        for other in owners[1:]:
            yield text, owners[0], other


def _duplicates(subject: Subject) -> Iterator[_Found]:
    for text, one, other in _same_text(subject):
        if one.preferred == other.preferred:
            yield f"{text} → {one.preferred} stands in two entries: remove one", (one, other)


def _conflicts(subject: Subject) -> Iterator[_Found]:
    for text, one, other in _same_text(subject):
        if one.preferred != other.preferred and one.priority == other.priority:
            message = (
                f"{text} is both {one.preferred!r} and {other.preferred!r}: decide, or give one of "
                "the entries a higher priority"
            )
            yield message, (one, other)


def _outranked(subject: Subject) -> Iterator[_Found]:
    for text, one, other in _same_text(subject):
        if one.preferred != other.preferred and one.priority != other.priority:
            winner, loser = (one, other) if one.priority > other.priority else (other, one)
            yield (
                f"{text} is {winner.preferred!r} and never {loser.preferred!r}, by priority",
                (winner, loser),
            )


def _shadowed(subject: Subject) -> Iterator[_Found]:
    for forms in subject.by_key.values():
        for at, form in enumerate(forms[1:], start=1):
            for other in forms[max(0, at - _COMPARED) : at]:
                if _is_shadowed(form, other):
                    yield _shadowed_message(form, other), (other.entry, form.entry)
                    break


def _shadowed_message(form: Form, other: Form) -> str:
    return (
        f"{form.text} ({form.entry.preferred}) and {other.text} ({other.entry.preferred}) are "
        "spellings of one word to the matcher: only the exact spelling tells them apart"
    )


def _is_shadowed(form: Form, other: Form) -> bool:
    return (
        form.entry is not other.entry
        and form.text != other.text
        and form.entry.preferred != other.entry.preferred
        and same_word(form.plain, other.plain)
    )


def _one_target(subject: Subject) -> Iterator[_Found]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in subject.bound:
        groups[entry.preferred.casefold()].append(entry)
    for entries in groups.values():
        sources = list(dict.fromkeys(entry.source for entry in entries))
        if len(sources) > 1:
            yield _one_target_message(entries[0].preferred, sources), tuple(entries)


def _one_target_message(target: str, sources: list[str]) -> str:
    more = f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
    named = ", ".join(itertools.islice(sources, _NAMED)) + more
    return f"{target!r} stands for {named}: if they are one thing, make them variants of one entry"


RULES = (
    Rule("conflict", ERROR, "one spelling leads to two renderings", _conflicts),
    Rule("duplicate", WARNING, "one spelling leads to one rendering twice", _duplicates),
    Rule("shadowed", WARNING, "spellings that fold alike lead to two renderings", _shadowed),
    Rule("outranked", INFO, "a rendering is never used, because another has priority", _outranked),
    Rule("one-target", INFO, "one rendering stands for several sources", _one_target),
)
