"""Pairs changed so that a model that learns from them renders marked terms as it is told.

Phrases are marked with the rendering that the English side has, with another one that is then put
into the English side too, or replaced on both sides by a name from the lists. Every changed phrase
carries its alignment, so that the supervised attention head learns to point at what is copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training import tokenizer

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.config import Annotation
    from training.phrases import Phrase, Span
    from training.terms import Lexicon

MOST_MARKED = 4

_SYLLABLES = (
    "ka ro shen vi ly tsi mar dov ski ba ne zh or gu el tan pry che mi sha dze yan ov ev ić ö łu "
    "qa wy kh ya an ter bur son ley ton mc o' de la"
).split()


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of a phrase: `ja` and `en` take its places, `marked` between term marks."""

    phrase: Phrase
    ja: str
    en: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an edited text: where it was, where it is, and the edit that made it, if any."""

    before: Span
    after: Span
    edit: Edit | None
    rendering: Span | None = None
    """Where the rendering stands in a marked source phrase, else the whole new phrase."""


class Annotator:
    """Chooses edits by the probabilities of the configuration."""

    def __init__(self, settings: Annotation, lexicon: Lexicon, choose: random.Random) -> None:
        self.settings, self.choose, self.lexicon = settings, choose, lexicon

    def edits(self, en: str, phrases: Sequence[Phrase], ja: str) -> list[Edit]:
        """Edits of the phrases, in order; phrases that stay as they are have one too."""
        annotated = self.choose.random() < self.settings.annotated
        made: list[Edit] = []
        for phrase in phrases:
            usual = ja[slice(*phrase.ja)], en[slice(*phrase.en)]
            room = sum(edit.marked for edit in made) < MOST_MARKED
            if annotated and room and self.choose.random() < self.settings.marked:
                made.append(Edit(phrase, *self._told(phrase, *usual), marked=True))
            elif phrase.is_name and self.choose.random() < self.settings.swapped:
                made.append(Edit(phrase, *self.choose.choice(self.lexicon.names), marked=False))
            else:
                made.append(Edit(phrase, *usual, marked=False))
        return made

    def _told(self, phrase: Phrase, ja: str, en: str) -> tuple[str, str]:
        """The two sides of a marked phrase."""
        settings, draw = self.settings, self.choose.random()
        if draw < settings.other_rendering:
            return ja, self._other(en)
        draw -= settings.other_rendering
        if draw < settings.planted and phrase.is_name:
            name, rendering = self.choose.choice(self.lexicon.names)
            return name, rendering if self.choose.random() < 0.7 else self._other(rendering)
        draw -= settings.planted
        if draw < settings.kept_as_is and phrase.is_name:
            name = self._other(en)
            return name, name
        return ja, en

    def _other(self, en: str) -> str:
        """A rendering that is not the usual one: a name, two names, an invented one or a noun."""
        draw = self.choose.random()
        if not en[0].isupper() and self.lexicon.nouns:
            return self.choose.choice(self.lexicon.nouns)[1]
        if draw < 0.2:
            parts = self.choose.choices(_SYLLABLES, k=self.choose.randint(2, 4))
            return "".join(parts).capitalize()
        names = self.choose.choices(self.lexicon.names, k=2 if draw < 0.4 else 1)
        return " ".join(rendering for _, rendering in names)


def edited(text: str, edits: Sequence[Edit], *, source: bool) -> tuple[str, list[Stretch]]:
    """One side with the edits made, and its stretches in order."""
    made, at, stretches = "", 0, []
    for edit in sorted(edits, key=lambda one: one.phrase.ja if source else one.phrase.en):
        start, end = edit.phrase.ja if source else edit.phrase.en
        if at < start:
            stretches.append(Stretch((at, start), (len(made), len(made) + start - at), None))
        made += text[at:start]
        first = len(made)
        made += _written(edit) if source else edit.en
        rendering = (first, len(made))
        if source and edit.marked:
            rendering = (len(made) - len(tokenizer.CLOSE) - len(edit.en), len(made) - 1)
        stretches.append(Stretch((start, end), (first, len(made)), edit, rendering))
        at = end
    stretches.append(Stretch((at, len(text)), (len(made), len(made) + len(text) - at), None))
    return made + text[at:], stretches


def _written(edit: Edit) -> str:
    if not edit.marked:
        return edit.ja
    marks = tokenizer.MARKS
    return f"{marks['open']}{edit.ja}{marks['middle']}{edit.en}{marks['close']}"
