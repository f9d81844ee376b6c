"""The long form of a term where a document says it first: `Full Name (FN)`, and `FN` after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model import TermMatch


class FirstMentions:
    """Which terms a document has said so far; one for each document, segments in order."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()

    def apply(self, matches: Sequence[TermMatch]) -> tuple[TermMatch, ...]:
        """The matches of the next segment: of a first mention only the long form is right.

        A name composed with a title keeps its renderings.
        """
        return tuple(map(self._apply, matches))

    def _apply(self, match: TermMatch) -> TermMatch:
        key = match.glossary, match.entry.id
        if not match.entry.first_mention or match.parts or key in self._said:
            return match
        self._said.add(key)
        return replace(match, renderings=(match.entry.first_mention,))
