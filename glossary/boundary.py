"""Where a word may begin or end in a text.

A hit of the matcher must begin and end on such an edge: 京都 does not stand in 東京都, nor ジル
in ブラジル. Texts are cleaned ones (see `glossary.fold.clean`); positions are code points, and
position `n` lies before character `n`.
"""

from __future__ import annotations

import bisect
import itertools
import logging
import math
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from glossary.fold import KATAKANA

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

logger = logging.getLogger(__name__)


class Boundary(Protocol):
    """Judges word edges. Implementations are safe to share between threads."""

    def edges(self, text: str) -> Container[int]:
        """The positions of `text` where a word may begin or end."""
        ...


@runtime_checkable
class Lexicon(Protocol):
    """A boundary that can also say whether it knows a word."""

    def knows(self, word: str) -> bool:
        """Whether `word` is one word of the dictionary."""
        ...


class ScriptBoundary:
    """Edges where the script changes: kanji, hiragana, katakana, letters and digits, the rest.

    Knows no words: 制裁 is not found in 制裁解除.
    """

    def edges(self, text: str) -> Container[int]:
        """The positions of `text` where its script changes."""
        return _ScriptEdges(text)


class WordBoundary:
    """Edges of SudachiPy's short units (mode A), and changes of script.

    Inside a run of katakana, where the analyser is often wrong about names, an edge counts only
    between two words that it knows, both long enough to be no mere part of a name: a place of
    three kana or more, a person or a common noun of four or more, another name of five or more
    (スウェーデン|フィンランド, but not レーニン|グラード nor アリ|エフ). Of 51,675 names in one
    word, from a dictionary and a list of cities, 0.8 % get an edge that they should not have.
    Between letters or digits there is never an edge.

    The dictionary is loaded at first use. Without one, edges are changes of script only; that is
    logged once. Texts are analysed in pieces, those that are asked about, and short ones are kept.
    """

    def __init__(self, analyser: Analyser | None = None) -> None:
        self._analyser = analyser or SHARED
        self._kept = lru_cache(maxsize=_KEPT_TEXTS)(self._analysed)

    def edges(self, text: str) -> Container[int]:
        """The positions of `text` where a word may begin or end."""
        return self._kept(text) if len(text) <= _KEPT_LENGTH else self._analysed(text)

    def knows(self, word: str) -> bool:
        """Whether `word` is one word of the analyser's dictionary."""
        words = self._analyser.words(word)
        return len(words) == 1 and words[0].is_known

    def _analysed(self, text: str) -> _WordEdges:
        return _WordEdges(text, self._analyser)


_KEPT_LENGTH = 4_000
_KEPT_TEXTS = 512
_PIECE_LENGTH = 2_000
"""Far below SudachiPy's limit of 49,149 bytes, at four bytes a character."""

_SCRIPTS = re.compile(
    "(?P<hiragana>[ぁ-ゖゝ-ゟ])"
    f"|(?P<katakana>[{KATAKANA}])"
    "|(?P<kanji>[㐀-䶿一-鿿豈-\ufaff々〆〇ヵヶ\U00020000-\U0003ffff])"
    r"|(?P<letter>[^\W_])"
)


@lru_cache(maxsize=1 << 16)
def script(character: str) -> str:
    """`hiragana`, `katakana`, `kanji`, `letter` (digits too), or `` for any other character."""
    match = _SCRIPTS.match(character)
    return (match.lastgroup or "") if match else ""


def is_change(left: str, right: str) -> bool:
    """Whether a word may end after `left` and another begin with `right`, by script alone."""
    before, after = script(left), script(right)
    return before != after or not before


class _ScriptEdges:
    def __init__(self, text: str) -> None:
        self._text = text

    def __contains__(self, position: object) -> bool:
        if not isinstance(position, int) or not 0 <= position <= len(self._text):
            return False
        if position in (0, len(self._text)):
            return True
        return is_change(self._text[position - 1], self._text[position])


class _WordEdges(_ScriptEdges):
    def __init__(self, text: str, analyser: Analyser) -> None:
        super().__init__(text)
        self._analyser = analyser
        self._pieces = list(_pieces(text))
        self._found: dict[int, frozenset[int]] = {}

    def __contains__(self, position: object) -> bool:
        if super().__contains__(position):
            return True
        if not isinstance(position, int) or not 0 < position < len(self._text):
            return False
        if script(self._text[position]) == "letter":
            return False
        piece = bisect.bisect_right(self._pieces, position) - 1
        start = self._pieces[piece]
        if piece not in self._found:
            end = self._pieces[piece + 1] if piece + 1 < len(self._pieces) else len(self._text)
            self._found[piece] = frozenset(_word_edges(self._analyser.words(self._text[start:end])))
        return position - start in self._found[piece]


def _pieces(text: str) -> Iterator[int]:
    """Where to cut a text for the analyser: after a sentence, else a clause, else anywhere."""
    start = 0
    yield 0
    while len(text) - start > _PIECE_LENGTH:
        window = text[start : start + _PIECE_LENGTH]
        cuts = (max(map(window.rfind, marks)) for marks in ("。！？!?", "、，, 」）・"))
        start += next((cut + 1 for cut in cuts if cut > 0), _PIECE_LENGTH)
        yield start


def _word_edges(words: Sequence[Word]) -> Iterator[int]:
    edge = 0
    for before, after in itertools.pairwise(words):
        edge += len(before.surface)
        inside = script(before.surface[-1]) == script(after.surface[0]) == "katakana"
        if not inside or (before.is_whole and after.is_whole):
            yield edge


@dataclass(frozen=True, slots=True)
class Word:
    """A short unit of the analyser."""

    surface: str
    is_known: bool
    kind: str = ""
    """地名 for a place, 人名 for a person, 一般 for another name, 普通名詞 for a common noun."""

    is_proper: bool = False
    """A proper noun of the dictionary."""

    @property
    def is_whole(self) -> bool:
        """Known, and long enough not to be a part of a katakana name by chance."""
        return self.is_known and len(self.surface) >= _SHORTEST.get(self.kind, math.inf)


_SHORTEST = {"地名": 3, "人名": 4, "普通名詞": 4, "一般": 5}


def _word(word: Any, *, kinds: bool) -> Word:
    # Kinds are slow to tell; edges ask them of katakana alone.
    surface, is_known = str(word.surface()), not word.is_oov()
    if not kinds and "katakana" not in {script(surface[0]), script(surface[-1])}:
        return Word(surface, is_known)
    _, kind, detail, *_ = word.part_of_speech()
    is_proper = kind == "固有名詞"
    return Word(surface, is_known, str(detail if is_proper else kind), is_proper)


class Analyser:
    """SudachiPy with its small dictionary, loaded at first use, and a tokenizer for each thread."""

    def __init__(self, dictionary: str = "small") -> None:
        self._name = dictionary
        self._lock = threading.Lock()
        self._local = threading.local()
        self._dictionary: Any = None
        self._is_missing = False

    def words(self, text: str, *, kinds: bool = False) -> list[Word]:
        """The short units of `text`, which they cover; none where there is no dictionary.

        The kind is told of words in katakana, and of all where `kinds` asks for it.
        """
        tokenizer = self._tokenizer()
        if tokenizer is None:
            return []
        # Of some … the analyser makes a unit and empty ones beside it.
        found = (item for item in tokenizer.tokenize(text) if item.surface())
        return [_word(item, kinds=kinds) for item in found]

    def _tokenizer(self) -> Any:
        if not hasattr(self._local, "tokenizer"):
            with self._lock:
                self._local.tokenizer = None if self._is_missing else self._create()
        return self._local.tokenizer

    def _create(self) -> Any:
        try:
            from sudachipy import Dictionary, SplitMode

            self._dictionary = self._dictionary or Dictionary(dict=self._name)
            return self._dictionary.tokenizer(mode=SplitMode.A)
        # Not installed, no dictionary, or a damaged one: SudachiPy has no common class for these.
        except Exception as error:
            self._is_missing = True
            logger.warning("no Japanese dictionary; words end where the script changes: %s", error)
            return None


SHARED = Analyser()
"""One dictionary for all that need it: it takes some thirty megabytes."""
