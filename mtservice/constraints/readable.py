"""Spellings that models misread, put as they read them, in the model's input alone.

Each rule stands for a fault that was seen often: newspapers write a decimal point as a dot between
two digits (１・６倍), and 氏 behind a name is Mr. or Ms. to a reader of news, but a clan to a model
that learnt from history.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.constraints.japanese_numbers import DECIMAL_DOT
from mtservice.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLANS = (
    "源 平 藤原 橘 物部 蘇我 大伴 北条 足利 徳川 織田 豊臣 毛利 島津 上杉 今川 大内 畠山 斯波 伊達 "
    "尼子 長宗我部 大友 龍造寺 里見 平家 同 両 某 各 摂 姓 彼"
).split()
_PERSON = re.compile(
    r"(?<=[\u30a1-\u30fa\u30fc\u4e00-\u9fff々])氏(?=[はがのをにもとへやらか、。，．」（）()]|$)"
)


def edits_for_reading(text: str) -> Iterator[Edit]:
    """What to write in the model's input for the text's own spelling, in order, disjoint."""
    found = [
        *(Edit(*hit.span(), ".") for hit in DECIMAL_DOT.finditer(text)),
        *(Edit(*hit.span(), "さん") for hit in _PERSON.finditer(text) if not _is_clan(text, hit)),
    ]
    yield from sorted(found)


def _is_clan(text: str, hit: re.Match[str]) -> bool:
    return text.endswith(tuple(_CLANS), 0, hit.start())
