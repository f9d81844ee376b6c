"""Rules that look at one entry at a time."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from glossary.checks.base import ERROR, INFO, WARNING, Rule, Subject
from glossary.edit import contradictions
from glossary.entry import CONTROL
from glossary.fold import clean_all, loosen_all, same_word
from glossary.model import TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.model import Entry

_Found = tuple[str, tuple["Entry", ...]]

_SPACE = re.compile(r"^\s|\s$|\s\s|[^\S \u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_KANA = re.compile("[ぁ-ゖァ-ヺｦ-ﾝ]")
_BRACKETS = {"(": ")", "[": "]", "“": "”", "{": "}"}


def texts(entry: Entry) -> tuple[str, ...]:
    """Every term that an entry holds, in both languages."""
    extra = filter(None, (entry.adjective, entry.first_mention))
    return (*entry.sources, *(target.text for target in entry.targets), *extra)


def _control_characters(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in texts(entry):
            if not text.isprintable() and (found := CONTROL.search(text)):
                yield f"{text!r} holds U+{ord(found[0]):04X}: remove it", (entry,)


def _spaces(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in texts(entry):
            if _SPACE.search(text) or ("\u3000" in text.strip() and text not in entry.sources):
                yield (
                    f"{text!r} has doubled, surrounding or unusual spaces: use single ones",
                    (entry,),
                )


def _invisible(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in texts(entry):
            if not text.isprintable() and (found := _INVISIBLE.search(text)):
                shown, code = text.replace(found[0], "▯"), f"U+{ord(found[0]):04X}"
                yield f"{shown} holds the invisible {code} where ▯ stands: remove it", (entry,)


def _contradictions(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in contradictions(entry):
            yield f"{entry.source}: {text!r} is both accepted and ruled out: keep one", (entry,)


def _several_preferred(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        preferred = entry.with_status(TargetStatus.PREFERRED)
        if len(preferred) > 1:
            message = (
                f"{entry.source} has {len(preferred)} preferred renderings "
                f"({', '.join(preferred)}): keep one, admit the others"
            )
            yield message, (entry,)


def _first_mentions(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        if entry.first_mention and entry.preferred not in entry.first_mention:
            message = (
                f"{entry.source}: the first mention {entry.first_mention!r} does not introduce "
                f"{entry.preferred!r}: write both, as in `Full Name ({entry.preferred})`"
            )
            yield message, (entry,)


def _redundant_variants(subject: Subject) -> Iterator[_Found]:
    entries = [entry for entry in subject.entries if entry.variants]
    owners = [entry for entry in entries for _ in entry.sources]
    plain = clean_all([text for entry in entries for text in entry.sources])
    forms = zip(owners, plain, loosen_all(plain), strict=True)
    for _, group in itertools.groupby(forms, key=lambda form: id(form[0])):
        yield from _redundant_in_one(list(group))


def _redundant_in_one(forms: list[tuple[Entry, str, str]]) -> Iterator[_Found]:
    entry = forms[0][0]
    for at, (_, plain, key) in enumerate(forms):
        for before, (_, other, other_key) in enumerate(forms[:at]):
            if key == other_key and same_word(plain, other):
                variant, same = entry.sources[at], entry.sources[before]
                yield f"{variant} is found as a spelling of {same} anyway: remove it", (entry,)
                break


def _short_kana(subject: Subject) -> Iterator[_Found]:
    for entry, text in _single_characters(subject):
        if _KANA.fullmatch(text):
            yield f"{text} is a single kana and will be found by chance: remove it", (entry,)


def _short_kanji(subject: Subject) -> Iterator[_Found]:
    for entry, text in _single_characters(subject):
        if not _KANA.fullmatch(text):
            yield f"{text} is a single character: make sure that it means one thing only", (entry,)


def _single_characters(subject: Subject) -> Iterator[tuple[Entry, str]]:
    for entry in subject.entries:
        for text in entry.sources:
            if len(text.strip()) == 1:
                yield entry, text


def _quotes(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in texts(entry):
            if len(text) > 1 and text[0] == text[-1] == '"':
                yield (
                    f"{text} is wrapped in quotation marks: remove them if a tool left them",
                    (entry,),
                )


def _brackets(subject: Subject) -> Iterator[_Found]:
    for entry in subject.entries:
        for text in (target.text for target in entry.targets):
            if any(text.count(left) != text.count(right) for left, right in _BRACKETS.items()):
                yield f"{text!r} has a bracket without its twin: close it", (entry,)


RULES = (
    Rule("control-characters", ERROR, "a term holds a control character", _control_characters),
    Rule("contradiction", ERROR, "a rendering is accepted and ruled out at once", _contradictions),
    Rule("spaces", WARNING, "a term has doubled, surrounding or unusual spaces", _spaces),
    Rule("invisible", WARNING, "a term holds an invisible character", _invisible),
    Rule("several-preferred", WARNING, "more than one rendering is preferred", _several_preferred),
    Rule(
        "first-mention",
        WARNING,
        "the first mention does not introduce the rendering that follows",
        _first_mentions,
    ),
    Rule("short-kana", WARNING, "a source is a single kana", _short_kana),
    Rule("quotes", WARNING, "a term is wrapped in quotation marks", _quotes),
    Rule("brackets", WARNING, "a bracket in a rendering has no twin", _brackets),
    Rule("short", INFO, "a source is a single character", _short_kanji),
    Rule("redundant-variant", INFO, "a variant that folding finds anyway", _redundant_variants),
)
