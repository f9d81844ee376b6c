"""What a rule is, and what every rule is given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from glossary import fold
from glossary.model import EntryStatus, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from glossary.model import Entry, Glossary

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)


@dataclass(frozen=True, slots=True)
class Rule:
    """One named question asked of a glossary."""

    name: str
    severity: str
    says: str
    """What the rule finds, in a clause."""
    look: Callable[[Subject], Iterator[tuple[str, tuple[Entry, ...]]]]
    """Yields a message for each finding, and the entries concerned."""

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What the rule has to say."""
        for message, entries in self.look(subject):
            yield Finding(self.name, self.severity, message, tuple(entry.id for entry in entries))


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling that leads to an entry."""

    text: str
    """As written: the source, or a variant."""
    plain: str
    """Cleaned of what typesetting does; see `glossary.fold.clean`."""
    key: str
    entry: Entry


class Subject:
    """A glossary under examination; what several rules need is worked out once."""

    def __init__(self, glossary: Glossary) -> None:
        self.entries = tuple(
            entry for entry in glossary.entries if entry.status is not EntryStatus.RETIRED
        )
        self.bound = tuple(entry for entry in self.entries if entry.status is EntryStatus.APPROVED)
        """Those that bind a translation, which alone can be at odds with each other."""

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every spelling of every entry that binds."""
        owners = [(entry, text) for entry in self.bound for text in entry.sources]
        plain = fold.clean_all([text for _, text in owners])
        keys = fold.loosen_all(plain)
        return tuple(
            Form(text, clean, key, entry)
            for (entry, text), clean, key in zip(owners, plain, keys, strict=True)
        )

    @cached_property
    def by_text(self) -> dict[str, list[Form]]:
        """The forms that are written alike."""
        return _grouped(self.forms, lambda form: form.text)

    @cached_property
    def by_key(self) -> dict[str, list[Form]]:
        """The forms that fold to one key."""
        return _grouped(self.forms, lambda form: form.key)


def _grouped(forms: Iterable[Form], key: Callable[[Form], str]) -> dict[str, list[Form]]:
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        groups[key(form)].append(form)
    return groups
