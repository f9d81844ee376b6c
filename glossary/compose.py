"""Hits that stand side by side read as one: a person with an office, a country with its organs.

Done after overlaps are resolved, so that a term of the glossary that is as long or longer always
wins (大統領選挙 in ベラルーシ大統領選挙), and so no pair needs an entry of its own:

====================================  =====================================================
ルカシェンコ大統領                    President Lukashenko
メドヴェージェフ前首相                former Prime Minister Medvedev
ラフモン・タジキスタン大統領          Tajik President Rahmon
プーチン露大統領                      Russian President Putin
タスマガンベトフCSTO事務局長          CSTO Secretary General Tasmagambetov
国家保安委員会（KGB）委員長           State Security Committee (KGB) Chairman
ベラルーシ大統領                      President of Belarus
ロシア外務省                          Russian Foreign Ministry
安全保障会議書記                      Security Council Secretary
駐ベラルーシ・パレスチナ大使          Palestinian Ambassador to Belarus
====================================  =====================================================

The first rendering is the wanted one, the others are accepted. A title goes before the name, long
ones with "of" too ("State Secretary of the Security Council Volfovich"): so write the agencies that
these texts quote, and it needs no second comma. "Security Council State Secretary Volfovich" and
"Volfovich, State Secretary of the Security Council" are accepted. 氏 and さん stay outside a hit.
A country beside a title is written as its adjective; without one, "President Rahmon of Tajikistan".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

from glossary.automaton import SHORT_COUNTRIES
from glossary.boundary import script
from glossary.hits import FORMER, Hit, is_office
from glossary.model import EntryType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.model import Entry

_MOST_RENDERINGS = 48
_MEETINGS = ("会合", "会議", "会談", "級会", "評議会", "理事会")
_BRACKETED = re.compile(r"[(（]([A-Z][A-Za-z]{1,9})[)）]")


@dataclass(frozen=True, slots=True)
class Composed:
    """Hits read as one, in the order of the text."""

    start: int
    end: int
    parts: tuple[Hit, ...]
    head: Hit
    """The hit that it is reported under: the person, else the title, else the organisation."""
    renderings: tuple[str, ...]


def compose(hits: Sequence[Hit], text: str) -> list[Hit | Composed]:
    """`hits`, resolved and in order, with those that belong together made one.

    `text` is the cleaned text that they point into. A country in one character that stayed alone
    is left out.
    """
    found: list[Hit | Composed] = []
    place = 0
    while place < len(hits):
        phrase = _Parser(hits, text, place).parse()
        if phrase is not None:
            found.append(phrase)
            place += len(phrase.parts)
        else:
            if not _is_lone_country(hits[place]):
                found.append(hits[place])
            place += 1
    return found


def _is_lone_country(hit: Hit) -> bool:
    return hit.form.is_short and hit.type is EntryType.PLACE


@dataclass(frozen=True, slots=True)
class _Office:
    """A title with what says where it is held; English phrases, the wanted ones first."""

    parts: tuple[Hit, ...]
    alone: tuple[str, ...]
    """Said of nobody by name: "President of Belarus"."""
    before: tuple[str, ...]
    """Before a name: "Belarusian President"."""
    titles: tuple[str, ...] = ()
    """The title without its country, where it has one."""
    where: str = ""
    """" of Belarus", to follow a name."""

    def former(self) -> _Office:
        """The same, held in the past."""
        alone, before, titles = (
            tuple(f"former {phrase}" for phrase in phrases)
            for phrases in (self.alone, self.before, self.titles)
        )
        return _Office(self.parts, alone, before, titles, self.where)


class _Parser:
    """Reads the longest phrase that begins with one hit."""

    def __init__(self, hits: Sequence[Hit], text: str, place: int) -> None:
        self._hits = hits
        self._text = text
        self._place = place

    def parse(self) -> Composed | None:
        """The phrase, or `None` where the hit stands for itself."""
        first = self._hits[self._place]
        if first.type is EntryType.PERSON:
            return self._person(first)
        if self._before(first) == "駐":
            return self._ambassador(first)
        office = self._office(self._place, alone=True)
        if office is None or len(office.parts) < 2 or self._is_meeting(office):
            return self._organ(first)
        return _composed(office.parts, office.parts[-1], office.alone)

    def _person(self, person: Hit) -> Composed | None:
        office = self._office(self._place + 1, alone=False)
        if office is None:
            return None
        between = self._text[person.end : office.parts[0].start]
        if between not in {"", *FORMER} and not (between == "・" and _may_follow_dot(office)):
            return None
        office = office.former() if between in set(FORMER) else office
        return _composed((person, *office.parts), person, _named(office, person.form.entry))

    def _office(self, place: int, *, alone: bool) -> _Office | None:
        """The office that begins at a hit; `alone` when no person goes before it."""
        first = self._at(place)
        if first is None:
            return None
        if first.type is EntryType.TITLE:
            titles = first.form.entry.accepted
            return _Office((first,), titles, titles)
        if first.type is EntryType.PLACE:
            return self._country_office(place, first, alone=alone)
        if first.type is EntryType.ORGANISATION:
            return self._body_office(place, first)
        return None

    def _country_office(self, place: int, country: Hit, *, alone: bool) -> _Office | None:
        if alone and self._is_other_side(place):
            return None
        title = self._at(place + 1)
        if title is None:
            return None
        between = self._text[country.end : title.start]
        if title.type is EntryType.ORGANISATION and not between and is_office(title):
            return self._state_body_office(place, country, title)
        if title.type is not EntryType.TITLE or between not in {"", *FORMER}:
            return None
        office = _of_country(country, title)
        return office.former() if between else office

    def _body_office(self, place: int, body: Hit) -> _Office | None:
        title = self._glued_title(place + 1, body)
        if title is not None:
            return _of_body((body, title), body.form.entry.accepted)
        return self._shortened_body_office(place, body)

    def _shortened_body_office(self, place: int, body: Hit) -> _Office | None:
        """An organisation with its abbreviation in brackets, and a title."""
        short = _BRACKETED.match(self._text, body.end)
        if short is None:
            return None
        inside = self._at(place + 1)
        own = (inside,) if inside is not None and inside.start == short.start(1) else ()
        title = self._at(place + 1 + len(own))
        if title is None or title.type is not EntryType.TITLE or title.start != short.end():
            return None
        names = body.form.entry.accepted
        full = [f"{name} ({short[1]})" for name in names if name != short[1]]
        return _of_body((body, *own, title), (*full, *names))

    def _state_body_office(self, place: int, country: Hit, body: Hit) -> _Office | None:
        title = self._glued_title(place + 2, body)
        bodies = _state_body(country.form.entry, body.form.entry)
        return _of_body((country, body, title), bodies) if title else None

    def _organ(self, country: Hit) -> Composed | None:
        """A country and an organ of state, without a title."""
        body = self._at(self._place + 1)
        if (
            body is None
            or country.type is not EntryType.PLACE
            or body.type is not EntryType.ORGANISATION
            or not is_office(body)
            or body.start != country.end
            or self._is_other_side(self._place)
        ):
            return None
        return _composed((country, body), body, _state_body(country.form.entry, body.form.entry))

    def _ambassador(self, host: Hit) -> Composed | None:
        """駐 + host, ・ + sender or neither, + a title that ends in 使."""
        sender, title = None, self._at(self._place + 1)
        if title is not None and title.type is EntryType.PLACE:
            sender, title = title, self._at(self._place + 2)
        if host.type is not EntryType.PLACE or title is None or not title.form.plain.endswith("使"):
            return None
        parts = (host, title) if sender is None else (host, sender, title)
        if any(self._text[one.end : two.start] not in {"", "・"} for one, two in pairwise(parts)):
            return None
        phrases = _to(title.form.entry.accepted, host.form.entry, sender)
        return _composed(parts, title, phrases, start=host.start - 1)

    def _at(self, place: int) -> Hit | None:
        return self._hits[place] if place < len(self._hits) else None

    def _glued_title(self, place: int, body: Hit) -> Hit | None:
        title = self._at(place)
        if title is None or title.type is not EntryType.TITLE or title.start != body.end:
            return None
        return title

    def _is_meeting(self, office: _Office) -> bool:
        """CSTO外務大臣会合: ministers meet within the organisation, none holds an office of it."""
        within = office.parts[0].type is EntryType.ORGANISATION
        return within and self._text.startswith(_MEETINGS, office.parts[-1].end)

    def _before(self, hit: Hit) -> str:
        return self._text[hit.start - 1 : hit.start]

    def _is_other_side(self, place: int) -> bool:
        """Whether a country is where someone is posted or looks to, or the last of a list."""
        before = self._before(self._hits[place])
        if before and before in "駐在対親反訪":
            return True
        if before != "・":
            return False
        start = self._hits[place].start - 1
        if self._text[start - 1 : start] in SHORT_COUNTRIES:
            return True
        previous = self._hits[place - 1] if place else None
        return previous is not None and previous.end == start and previous.type is EntryType.PLACE


def _composed(
    parts: tuple[Hit, ...], head: Hit, renderings: Iterable[str], start: int | None = None
) -> Composed:
    first = parts[0].start if start is None else start
    unique = tuple(dict.fromkeys(renderings))[:_MOST_RENDERINGS]
    return Composed(first, parts[-1].end, parts, head, unique)


def _may_follow_dot(office: _Office) -> bool:
    """A dot parts a name from what else is written in katakana."""
    return script(office.parts[0].form.plain[0]) == "katakana"


def _named(office: _Office, person: Entry) -> list[str]:
    """ "President Lukashenko" and the other ways to join an office and a name."""
    names = person.accepted
    before = _joined("{} {}", office.before, names)
    of = _joined("{} {}" + office.where, office.titles, names)
    first = [*before, *of] if before else of
    bare = _joined("{} {}", office.titles, names)
    inverted = _joined("{} {}", [] if office.where else _inverted(office.alone), names)
    after = _joined("{1}, {0}", office.alone, names)
    return [*first, *bare, *inverted, *after]


_MOST_OF_A_KIND = 9


def _joined(pattern: str, heads: Sequence[str], tails: Sequence[str]) -> list[str]:
    """Heads and tails in all pairs, those of the most wanted first, and not too many."""
    ranked = sorted(product(enumerate(heads), enumerate(tails)), key=lambda pair: _rank(*pair))
    return [pattern.format(head, tail) for (_, head), (_, tail) in ranked[:_MOST_OF_A_KIND]]


def _rank(head: tuple[int, str], tail: tuple[int, str]) -> tuple[int, int]:
    return head[0] + tail[0], head[0]


_OF = re.compile(r"(?P<head>[^,]+?) (?:of|for)(?: the)? (?P<body>[^,]+)")


def _inverted(phrases: Sequence[str]) -> list[str]:
    """ "Security Council Secretary" for "Secretary of the Security Council"."""
    matches = [_OF.fullmatch(phrase) for phrase in phrases]
    return [
        f"{match['body']} {match['head']}"
        for match in matches
        if match and not re.search(r" (?:of|for|and|to) ", match["body"])
    ]


def _of_country(country: Hit, title: Hit) -> _Office:
    """ "President of Belarus", "Belarusian President"; the latter first for 露 and its like."""
    entry, titles = country.form.entry, title.form.entry.accepted
    adjectives = _adjectives(entry)
    names = [with_article(name) for name in entry.accepted if name != entry.adjective]
    plain = [title for title in titles if " of " not in title]
    before = _joined("{} {}", adjectives, titles)
    of = _joined("{1} of {0}", names, plain)
    own = _joined("{}'s {}", [entry.preferred], titles)
    alone = [*before, *of, *own] if country.form.is_short else [*of, *before, *own]
    where = f" of {with_article(entry.preferred)}"
    return _Office((country, title), tuple(alone), tuple(before), titles, where)


_ABBREVIATION = re.compile(r"(?:[A-Z]\.?){2,}")


def _adjectives(country: Entry) -> list[str]:
    """The adjective, then abbreviations, which need none (U.S.)."""
    own = [country.adjective] if country.adjective else []
    return [*own, *filter(_ABBREVIATION.fullmatch, country.accepted)]


def _of_body(parts: tuple[Hit, ...], bodies: Sequence[str]) -> _Office:
    """ "CSTO Secretary General" and "Secretary General of the CSTO"."""
    titles = parts[-1].form.entry.accepted
    before = _joined("{} {}", bodies, titles)
    of = _joined("{1} of the {0}", bodies, titles) + _joined("{1} of {0}", bodies, titles)
    phrases = (*of, *before) if " of " in titles[0] else (*before, *of)
    return _Office(parts, phrases, phrases)


def _state_body(country: Entry, body: Entry) -> tuple[str, ...]:
    """ "Russian Foreign Ministry" and "Foreign Ministry of Russia"."""
    adjective = country.adjective or country.preferred
    before = [f"{adjective} {name}" for name in body.accepted]
    where = with_article(country.preferred)
    of = [f"{name} of {where}" for name in body.accepted]
    own = [f"{country.preferred}'s {name}" for name in body.accepted]
    return tuple(before + of + own)


def _to(titles: Sequence[str], host: Entry, sender: Hit | None) -> list[str]:
    """ "Palestinian Ambassador to Belarus"."""
    where = with_article(host.preferred)
    posted = [f"{title} to {where}" for title in titles]
    if sender is None:
        return posted
    entry = sender.form.entry
    home = with_article(entry.preferred)
    before = [f"{entry.adjective or entry.preferred} {phrase}" for phrase in posted]
    of = [f"{title} of {home} to {where}" for title in titles]
    return before + of


_WITH_ARTICLE = re.compile(
    r"(?:United|Soviet|Russian|Czech|Dominican|Central African|European|Vatican|Holy) "
    r"(?:States|Kingdom|Arab Emirates|Nations|Union|Federation|Republic|See)\b.*"
    r"|.*\b(?:Republic|Union|Federation|Kingdom|Islands|Emirates|Commonwealth) of .*"
    r"|(?:Netherlands|Philippines|Maldives|Bahamas|Gambia|Seychelles|Vatican|West|USSR|UK|US"
    r"|U\.S\.|U\.K\.|EU|UAE)|.* (?:Republic|Union|Islands|Federation)"
)


def with_article(name: str) -> str:
    """A place name as it stands after "of": "the United States", "Belarus"."""
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name
