"""The matching key of a text: spellings of one word made equal, with the way back to the text.

Two steps, each a list of named rules:

- `clean` undoes what typesetting, PDF extraction and keyboards do: width, half-width kana, split
  voicing marks, compatibility characters, invisible characters, and spaces or line breaks beside
  Japanese characters. The result still reads as Japanese and is what word boundaries are judged on.
- `loosen` makes spelling variants equal: ヴ-rows, small kana, ティ/チ, イヤ/イア, separators
  between katakana, prolonged sound marks and エイ/エー, letter case.

`fold` is both. A key is never shown to a reader nor given to a model. What a key makes equal
without being equal (ビル and ビール) is told apart by `same_word`.

Sources of the rules: the katakana normalizers of Groonga (NormalizerNFKC: unify_katakana_v_sounds,
_di_sound, _wo_sound, _gu_small_sounds, unify_middle_dot, unify_hyphen_and_prolonged_sound_mark),
and the spelling rules of Sato, "Dictionary Look-up with Katakana Variant Recognition", LREC 2012.
Tildes are never deleted: they write ranges.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

KATAKANA = "ァ-ヴヷ-ヺー-ヾㇰ-ㇿ"
"""Regular-expression class body; ヵ and ヶ are left out because they are written among kanji."""

_JAPANESE = (
    "\u3001-\u303f\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_LONG_LIKE = "\u2010-\u2015\u2212\u2500\u2501-"
_SEPARATOR = "・･＝=゠\u2010-\u2015\u2212-"


@dataclass(frozen=True, slots=True)
class Folded:
    """A key and, for each of its characters, the half-open range of the text that it stands for."""

    key: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the text behind `key[start:end]`.

        `None` where the key range begins or ends inside what is one character of the text.
        """
        first, last = self.starts[start], self.ends[end - 1]
        if start > 0 and self.ends[start - 1] > first:
            return None
        if end < len(self.starts) and self.starts[end] < last:
            return None
        return first, last


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting of the key."""

    name: str
    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]
    absorb: bool = False
    """What is deleted belongs to the character before it, as a prolonged sound mark does."""


def clean(text: str) -> Folded:
    """`text` in plain characters, without spaces and line breaks beside Japanese characters."""
    return _run(text, _CLEAN)


def loosen(text: str) -> Folded:
    """The key of an already cleaned text; offsets point into that text."""
    return _run(text, _LOOSEN)


def fold(text: str) -> Folded:
    """The matching key of `text`; offsets point into `text`."""
    plain = clean(text)
    loose = loosen(plain.key)
    starts = tuple(plain.starts[start] for start in loose.starts)
    ends = tuple(plain.ends[end - 1] for end in loose.ends)
    return Folded(loose.key, starts, ends)


def clean_all(texts: Sequence[str]) -> list[str]:
    """The cleaned form of many short texts, in one pass."""
    return _rewrite_all(texts, _CLEAN)


def loosen_all(texts: Sequence[str]) -> list[str]:
    """The keys of many short cleaned texts, in one pass."""
    return _rewrite_all(texts, _LOOSEN)


def katakana_length(text: str) -> int:
    """How many katakana a key or cleaned text holds, prolonged sound marks aside."""
    return sum(len(run.group()) - run.group().count("ー") for run in _KATAKANA_RUN.finditer(text))


_FREE_LENGTH = 4
_TRAILING_LENGTH = 3


def same_word(one: str, other: str) -> bool:
    """Whether two cleaned texts are spellings of one word: of one key, and alike in their marks.

    Prolonged sound marks tell short words apart (ビル, ビール; ローマ, ロマ). With four katakana or
    more, not counting the marks, they may differ freely; in shorter words only at the end, and
    only after three kana, counting the marks (サーバ, サーバー, but not カラ, カラー).
    """
    first, second = _spelling(one), _spelling(other)
    if first.key != second.key:
        return False
    if first.length >= _FREE_LENGTH or first.length == 0 or first.tight == second.tight:
        return True
    return first.stem == second.stem != ""


@dataclass(frozen=True, slots=True)
class _Spelling:
    key: str
    tight: str
    """The key with its prolonged sound marks kept."""
    stem: str
    """The tight key without marks at the end of words; empty where a word is too short for it."""
    length: int
    """Number of katakana, marks aside."""


@lru_cache(maxsize=16_384)
def _spelling(text: str) -> _Spelling:
    key, tight = _rewrite(text, _LOOSEN), _rewrite(text, _TIGHTEN)
    stem = _TRAILING_MARK.sub("", tight)
    runs = [len(run.group()) for run in _KATAKANA_RUN.finditer(stem)]
    is_long = min(runs, default=0) >= _TRAILING_LENGTH
    return _Spelling(key, tight, stem if is_long else "", katakana_length(key))


LOOKALIKES = {"口": "ロ", "力": "カ", "二": "ニ", "夕": "タ", "八": "ハ", "工": "エ", "一": "ー"}
"""Kanji that optical character recognition puts for katakana."""


def undo_lookalikes(text: str) -> tuple[str, tuple[int, ...]]:
    """A cleaned text with look-alike kanji beside katakana read as katakana, and where they stand.

    A reading, not a correction: ロシア二国 becomes ロシアニ国 as well. One code point for one.
    """
    chars = list(text)
    places: list[int] = []
    for run in _LOOKALIKE_RUN.finditer(text):
        for place in range(run.start(), run.end()):
            inner = run.start() < place < run.end() - 1
            if text[place] in LOOKALIKES and (inner or text[place] != "一"):
                chars[place] = LOOKALIKES[text[place]]
                places.append(place)
    return "".join(chars), tuple(places)


def lookalike_spelling(text: str) -> str:
    """A cleaned term as it is misread where its katakana stand alone among kanji: 親ロ as 親口."""
    return _LONE_KATAKANA.sub(lambda match: _TWINS[match.group()], text)


def _run(text: str, rules: Iterable[Rule]) -> Folded:
    starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    for rule in rules:
        text, starts, ends = _apply(rule, text, starts, ends)
    return Folded(text, tuple(starts), tuple(ends))


def _rewrite(text: str, rules: Iterable[Rule]) -> str:
    """The key alone, which is quicker than with its offsets."""
    for rule in rules:
        text = rule.pattern.sub(rule.replace, text)
    return text


def _rewrite_all(texts: Sequence[str], rules: Sequence[Rule]) -> list[str]:
    # A NUL is neither space nor kana: no rule reaches across it.
    keys = _rewrite("\0".join(texts), rules).split("\0")
    if len(keys) == len(texts):
        return keys
    return [_rewrite(text, rules) for text in texts]


def _apply(
    rule: Rule, text: str, starts: list[int], ends: list[int]
) -> tuple[str, list[int], list[int]]:
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for match in rule.pattern.finditer(text):
        begin, end = match.span()
        put = rule.replace(match)
        if put == match.group():
            continue
        parts += text[done:begin], put
        new_starts += starts[done:begin]
        new_ends += ends[done:begin]
        if len(put) == end - begin:
            new_starts += starts[begin:end]
            new_ends += ends[begin:end]
        else:
            new_starts += [starts[begin]] * len(put)
            new_ends += [ends[end - 1]] * len(put)
        if not put and rule.absorb and new_ends:
            new_ends[-1] = ends[end - 1]
        done = end
    if not parts:
        return text, starts, ends
    parts.append(text[done:])
    return "".join(parts), new_starts + starts[done:], new_ends + ends[done:]


def _drop(_match: re.Match[str]) -> str:
    return ""


def _compatible(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _composed(match: re.Match[str]) -> str:
    marks = match.group().translate({0x309B: 0x3099, 0x309C: 0x309A})
    put = unicodedata.normalize("NFC", marks)
    return put if len(put) == 1 else match.group()


def _table(name: str, table: dict[str, str]) -> Rule:
    pattern = re.compile("[" + "".join(map(re.escape, table)) + "]")
    return Rule(name, pattern, lambda match: table[match.group()])


def _joined(match: re.Match[str]) -> str:
    space = match.group()
    paragraph = space.count("\n") > _BLANK_LINE or _INDENT.search(space)
    return "\n" if paragraph else ""


def _lowered(match: re.Match[str]) -> str:
    low = match.group().lower()
    return low if len(low) == len(match.group()) else match.group()


_BLANK_LINE = 2
_INDENT = re.compile(r"\n\u3000")
_KATAKANA_RUN = re.compile(f"[{KATAKANA}]+")
_TRAILING_MARK = re.compile(f"ー(?![{KATAKANA}])")
_LOOKALIKE_RUN = re.compile(
    f"(?=[{KATAKANA}]*[口力二夕八工一])(?=[口力二夕八工一]*[{KATAKANA}])[{KATAKANA}口力二夕八工一]+"
)
_TWINS = {kana: kanji for kanji, kana in LOOKALIKES.items()}
_LONE_KATAKANA = re.compile(f"(?<![{KATAKANA}])[ロカニタハエ](?![{KATAKANA}])")

_RADICALS = dict(
    zip("⺠⻁⻄⻑⻘⻝⻤⻨⻩⻲⻭⻯⻫⼾髙﨑濵", "民虎西長青食鬼麦黄亀歯竜斉戸高崎浜", strict=True)
)

_TO_KATAKANA = str.maketrans("へべぺ", "ヘベペ")

_CLEAN = (
    Rule("half-width kana", re.compile("[\uff65-\uff9f][\uff9e\uff9f]?"), _compatible),
    Rule("voicing marks", re.compile("[ぁ-んァ-ヶ][\u3099-\u309c]"), _composed),
    # Not among these: … (three dots), ～ (a range mark) and ゛゜ (which NFKC turns into a space).
    Rule(
        "compatibility characters",
        re.compile(
            "[\u00a0\u00b2\u00b3\u00b9\u00bc-\u00be\u2000-\u200a\u202f\u2070-\u209c\u2100-\u218b"
            "\u2460-\u24ea\u2f00-\u2fd5\u3000\u3200-\u33ff\uf900-\ufaff\ufb00-\ufb06"
            "\uff01-\uff5d\uffe0-\uffe6]"
        ),
        lambda match: _compatible(match) if match.group() != "\u3000" else "\u3000",
    ),
    _table("radicals and doubles of kanji", _RADICALS),
    Rule(
        "hiragana that look like katakana",
        re.compile(f"(?<=[{KATAKANA}])[へべぺ](?=[{KATAKANA}])"),
        lambda match: match.group().translate(_TO_KATAKANA),
    ),
    Rule("combining marks", re.compile("[^\\W\\d_][\u0300-\u036f]+"), _composed),
    Rule("variation selectors", re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"), _drop, True),
    Rule("invisible characters", re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+"), _drop),
    Rule(
        "spaces beside Japanese",
        re.compile(f"(?<=[{_JAPANESE}])\\s+|\\s+(?=[{_JAPANESE}])"),
        _joined,
    ),
    Rule("runs of spaces", re.compile(r"\s+"), lambda _match: " "),
)

_SMALL = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
_OLD_KANA = dict(zip("ヲヰヱヂヅヷヸヹヺ", "オイエジズバビベボ", strict=True))
_MARKS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "～": "〜",
    "･": "・",
    "＝": "=",
    "゠": "=",
}
_V_SOUNDS = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴュ": "ビュ", "ヴ": "ブ"}
_T_SOUNDS = {"ティ": "チ", "ディ": "ジ", "テュ": "チュ", "デュ": "ジュ"}
_I_ROW = "イキギシジチニヒビピミリ"
_E_ROW = "エケゲセゼテデネヘベペメレ"

_STROKE = re.compile(f"(?<=[{KATAKANA}])[{_LONG_LIKE}](?=[{KATAKANA}])")

_SOUNDS = (
    Rule("letter case", re.compile(r"[^\W\d_]+"), _lowered),
    _table("kana of old spelling", _OLD_KANA),
    Rule("ヴ-rows", re.compile("ヴ[ァィェォュ]?"), lambda match: _V_SOUNDS[match.group()]),
    Rule("ティ and チ", re.compile("[テデ][ィュ]"), lambda match: _T_SOUNDS[match.group()]),
    _table("small kana", _SMALL),
    Rule("イヤ and イア", re.compile(f"(?<=[{_I_ROW}])ヤ"), lambda _match: "ア"),
)
_SEPARATORS = (
    Rule("separators", re.compile(f"(?<=[{KATAKANA}])[・･＝=゠](?=[{KATAKANA}A-Za-z])"), _drop),
    Rule("separators", re.compile(f"(?<=[A-Za-z])[・･＝=゠](?=[{KATAKANA}])"), _drop),
    Rule(
        "separators beside kanji",
        re.compile(
            f"(?<=[{KATAKANA}])[{_SEPARATOR}](?=[一-鿿])|(?<=[一-鿿])[{_SEPARATOR}](?=[{KATAKANA}])"
        ),
        lambda _match: "・",
    ),
    _table("dashes, dots and tildes", _MARKS),
)

# A stroke between katakana is a misread ー or a hyphen; the loose key drops it either way, without
# giving it to the word before it.
_TIGHTEN = (
    *_SOUNDS,
    Rule("strokes for ー", _STROKE, lambda _match: "ー"),
    Rule("rows of ー", re.compile("(?<=ー)ー+"), _drop, True),
    *_SEPARATORS,
)
_LOOSEN = (
    *_SOUNDS,
    Rule("strokes between katakana", _STROKE, _drop),
    *_SEPARATORS,
    Rule("エイ and エー", re.compile(f"(?<=[{_E_ROW}])イ(?=[{KATAKANA}])"), _drop, True),
    Rule("prolonged sound marks", re.compile(f"(?<=[{KATAKANA}])ー+"), _drop, True),
)
