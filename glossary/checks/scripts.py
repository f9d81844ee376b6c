"""Rules about writing systems: what is left untranslated, and letters that only look right."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from glossary.checks.base import ERROR, INFO, WARNING, Rule, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.model import Entry

_Found = tuple[str, tuple["Entry", ...]]

_JAPANESE = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)
_FULL_WIDTH = re.compile("[\uff01-\uff5e\uffe0-\uffe6]")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
_FOREIGN = frozenset({"CYRILLIC", "ARMENIAN", "GEORGIAN", "ARABIC", "HEBREW", "HANGUL", "THAI"})


def _renderings(entry: Entry) -> Iterator[str]:
    for target in entry.targets:
        yield target.text
    yield from filter(None, (entry.adjective, entry.first_mention))


def _alphabets(word: str) -> set[str]:
    """The writing systems of a word's letters, by the first word of their Unicode names."""
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word}


def _is_swapped(entry: Entry) -> bool:
    return not _JAPANESE.search(entry.source) and bool(_JAPANESE.search(entry.preferred))


def _swapped(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        if _is_swapped(entry):
            yield f"{entry.source} → {entry.preferred}: source and target are swapped", (entry,)


def _untranslated(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        if entry.do_not_translate or _is_swapped(entry):
            continue
        for text in _renderings(entry):
            if text.isascii():
                continue
            words = _LETTERS.findall(text)
            if _JAPANESE.search(text) or any(_alphabets(word) <= _FOREIGN for word in words):
                yield f"{text!r} is not English: write it in Latin letters", (entry,)


def _mixed(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in (*entry.sources, *_renderings(entry)):
            if text.isascii():
                continue
            for word in _LETTERS.findall(text):
                systems = sorted(_alphabets(word) & _ALPHABETS)
                if len(systems) > 1:
                    yield _mixed_message(word, systems), (entry,)


def _mixed_message(word: str, systems: list[str]) -> str:
    odd = next(letter for letter in word if not unicodedata.name(letter, "").startswith("LATIN"))
    names = " and ".join(name.capitalize() for name in systems)
    return f"{word!r} mixes {names} letters ({unicodedata.name(odd)}): write it anew"


def _full_width(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in _renderings(entry):
            if not text.isascii() and _FULL_WIDTH.search(text):
                plain = unicodedata.normalize("NFKC", text)
                yield f"{text!r} has full-width characters: write {plain!r}", (entry,)


def _latin_sources(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        text = entry.source
        is_word = text.isascii() and any(map(str.islower, text))
        if is_word and not entry.do_not_translate and not _is_swapped(entry):
            yield f"the source {text!r} holds no Japanese: is that meant?", (entry,)


RULES = (
    Rule("swapped", ERROR, "the Japanese stands on the English side", _swapped),
    Rule("untranslated", ERROR, "a rendering is not in Latin letters", _untranslated),
    Rule("mixed-script", ERROR, "a word mixes letters that look alike", _mixed),
    Rule("full-width", WARNING, "a rendering has full-width letters or signs", _full_width),
    Rule("latin-source", INFO, "a source holds no Japanese", _latin_sources),
)
