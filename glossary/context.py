"""What stands beside a hit and makes it a part of another word.

Word edges alone do not tell 首相 in 副首相 from 大統領 in 前大統領, nor ロシア in 白ロシア from
ロシア in 旧ロシア. These few rules do. All of them look at the cleaned text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.model import EntryType

if TYPE_CHECKING:
    from glossary.model import Entry

_OTHER_WORDS = re.compile(
    "白ロシア|(?:[南北]|中央|ラテン)アメリカ|アメリカ大陸|[東西]インド諸島|インド(?:シナ|ヨーロッパ語)"
    "|中国(?:山地|自動車道|地方(?!政府|当局|都市|財政|経済|債|自治|幹部|官僚|レベル))"
    "|ヨルダン川|ローマ(?:字|数字|法王|教皇)|トルコ石"
    "|スターリングラード|レーニングラード"
)
"""Words that hold a name without naming what it names."""

_LOWER_RANK = frozenset("副准準亜")
"""Before a title these make another, lower one; 前, 元, 新, 旧, 両 leave it what it is."""

_AFTER_TITLE = re.compile(
    "[府令選制職館国局室級長官団権像賞]|夫人|候補|補佐|特使|専用|就任式|親書|報道官"
)
"""After a title these make a word that English renders otherwise (大統領府, 大使館, 書記長)."""

_NATIONAL = re.compile("語|人(?![民権口道事類材質間員])")
"""After a place these want its adjective."""

_DOCTRINE = re.compile("主義")


def other_words(text: str) -> list[tuple[int, int]]:
    """The places in a cleaned text of words that hold a name without naming it."""
    return [match.span() for match in _OTHER_WORDS.finditer(text)]


def is_part_of_another(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is not the entry's term, because of what stands beside it."""
    if entry.type is EntryType.TITLE:
        return text[start - 1 : start] in _LOWER_RANK or bool(_AFTER_TITLE.match(text, end))
    if entry.type is EntryType.PLACE:
        return bool(_NATIONAL.match(text, end)) and not _has_adjective(entry)
    if entry.type is EntryType.PERSON:
        return bool(_DOCTRINE.match(text, end))
    return False


def _has_adjective(entry: Entry) -> bool:
    return bool(entry.adjective) or len(entry.accepted) > 1
