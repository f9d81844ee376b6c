"""Segments that need no model: without any Japanese, or made of terms and punctuation alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.alignment import identity
from mtservice.constraints.detect import has_japanese
from mtservice.constraints.plurals import plural
from mtservice.constraints.polish import narrowed
from mtservice.model import Alignment, Link, Span

if TYPE_CHECKING:
    from mtservice.constraints.plan import Plan, Requirement

_NUMBER = re.compile(r"(?<![A-Za-z0-9.,])([0-9][0-9.,]*) ?$")
_OPENS = re.compile(r"[(\[“]")
_SEPARATOR = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Direct:
    """The English of such a segment, and where it came from."""

    text: str
    alignment: Alignment


def translate_directly(plan: Plan) -> Direct | None:
    """The English where the glossary alone says it; `None` where a model is needed.

    A text without kana and kanji is copied as it is, apart from its terms. A text whose Japanese
    is all in terms, with punctuation between them, becomes their renderings.
    """
    if not plan.requirements:
        return None if has_japanese(plan.text) else Direct(plan.text, identity(plan.text))
    return _of_terms(plan) if _is_terms_only(plan) else None


def _is_terms_only(plan: Plan) -> bool:
    position = 0
    japanese = has_japanese(plan.text)
    for number, requirement in enumerate(plan.requirements):
        between = plan.text[position : requirement.source.start]
        if requirement.source.start < position or has_japanese(between):
            return False
        if number and japanese and not _SEPARATOR.search(between):
            return False
        position = requirement.source.end
    return not has_japanese(plan.text[position:])


def _of_terms(plan: Plan) -> Direct:
    japanese = has_japanese(plan.text)
    text, position = "", 0
    links: list[Link] = []
    for requirement in plan.requirements:
        gap = plan.text[position : requirement.source.start]
        text += _between(gap, first=not position) if japanese else gap
        said = _counted(requirement, text)
        text += " " if text[-1:].isalnum() and said[:1].isalnum() else ""
        links.append(Link(requirement.source, Span(len(text), len(text) + len(said))))
        text += said
        position = requirement.source.end
    rest = narrowed(plan.text[position:]) if japanese else plan.text[position:]
    text += " " if japanese and text[-1:].isalnum() and rest[:1].isalnum() else ""
    return Direct(text + rest, Alignment(tuple(links), exact=True))


def _counted(requirement: Requirement, before: str) -> str:
    """The term, in the plural behind a number."""
    said = _said(requirement)
    number = _NUMBER.search(before)
    many = plural(said)
    if number is None or number[1] in ("1", "") or not requirement.surface.accepts(many):
        return said
    return many


def _said(requirement: Requirement) -> str:
    """The term as it stands where that is accepted, else its wanted rendering."""
    term = requirement.match.text
    return term if requirement.surface.accepts(term) else requirement.wanted


def _between(gap: str, *, first: bool) -> str:
    """What stands between two terms, in English punctuation."""
    if "・" in gap:
        gap = gap.replace("・", "• " if first else ", ")
    text = narrowed(gap + "x")[:-1]
    return f" {text}" if not first and _OPENS.match(text) else text
