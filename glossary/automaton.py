"""All spellings of all bound entries in one Aho–Corasick automaton.

The cost of a search does not depend on the number of entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from glossary import fold
from glossary.model import EntryStatus, EntryType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.model import Entry, Glossary

SHORT_COUNTRIES = {
    "米": ("米国", "アメリカ", "アメリカ合衆国"),
    "露": ("ロシア", "ロシア連邦"),
    "ロ": ("ロシア", "ロシア連邦"),
    "英": ("英国", "イギリス"),
    "仏": ("フランス",),
    "独": ("ドイツ",),
    "伊": ("イタリア",),
    "中": ("中国",),
    "韓": ("韓国", "大韓民国"),
    "日": ("日本",),
    "印": ("インド",),
    "豪": ("オーストラリア",),
    "加": ("カナダ",),
    "宇": ("ウクライナ",),
}
"""Countries in one character, as newspapers write them before a title (プーチン露大統領).

A place entry that has a name on the right among its sources answers to the character on the left,
and to any single kanji that it lists as a variant, but only directly before a title or an organ of
state. Where two entries of one glossary have names on the right, the name that comes first wins.
"""


_SIGNS = {
    name: [sign for sign, names in SHORT_COUNTRIES.items() if name in names]
    for names in SHORT_COUNTRIES.values()
    for name in names
}
_SHORT_TYPES = frozenset({EntryType.PLACE, EntryType.PERSON})


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One spelling of one entry, as it is searched for."""

    text: str
    """As the entry writes it."""
    plain: str
    """Cleaned; what the cleaned text must spell, give or take what the key makes equal."""
    entry: Entry
    glossary: str
    order: int
    """Place of the glossary in the stack; the first is 0."""
    is_short: bool = False
    """A country or a surname in one character, valid only directly before a title (or 氏)."""

    rank: int = 0
    """Place of the country's name in `SHORT_COUNTRIES`, for a short form; else 0."""

    @property
    def precedence(self) -> tuple[int, int, int]:
        """Glossary, then priority; the smaller wins among forms of one span."""
        return self.order, -self.entry.priority, self.rank


class Automaton:
    """Finds every occurrence of every spelling in a key, overlapping ones included."""

    def __init__(self, glossaries: Sequence[Glossary]) -> None:
        forms = [form for form in _forms(glossaries) if form.plain]
        self._forms: dict[str, tuple[Form, ...]] = {}
        for key, form in zip(fold.loosen_all([form.plain for form in forms]), forms, strict=True):
            if key:
                self._forms[key] = (*self._forms.get(key, ()), form)
        self._keys = tuple(self._forms)
        self._search = AhoCorasick(self._keys, store_patterns=False) if self._keys else None

    def find(self, key: str) -> Iterator[tuple[int, int, tuple[Form, ...]]]:
        """Start, end and the forms of each occurrence; offsets into the key."""
        if self._search is None:
            return
        for number, start, end in self._search.find_matches_as_indexes(key, overlapping=True):
            yield start, end, self._forms[self._keys[number]]

    def forms(self) -> Iterator[tuple[str, Form]]:
        """Each key with each of its forms, in the order of the glossaries."""
        for key, forms in self._forms.items():
            for form in forms:
                yield key, form


def _forms(glossaries: Iterable[Glossary]) -> Iterator[Form]:
    """All forms, misread and short ones included, in the order of glossaries and entries."""
    listed = [
        (text, entry, glossary.name, order)
        for order, glossary in enumerate(glossaries)
        for entry in glossary.entries
        if entry.status is EntryStatus.APPROVED
        for text in sources(entry)
    ]
    plains = fold.clean_all([text for text, _entry, _name, _order in listed])
    for plain, (text, entry, name, order) in zip(plains, listed, strict=True):
        is_short = len(plain) == 1 and entry.type in _SHORT_TYPES
        yield Form(text, plain, entry, name, order, is_short, _rank(text, entry))
        misread = fold.lookalike_spelling(plain)
        if misread != plain and not is_short:
            yield Form(text, misread, entry, name, order)


def sources(entry: Entry) -> list[str]:
    """What an entry is searched for by: its sources, and for a country its one character."""
    own = dict.fromkeys(source.strip() for source in entry.sources)
    if entry.type is EntryType.PLACE:
        own |= dict.fromkeys(sign for name in tuple(own) for sign in _SIGNS.get(name, ()))
    return list(own)


def _rank(text: str, entry: Entry) -> int:
    names = SHORT_COUNTRIES.get(text)
    if names is None:
        return 0
    return next((rank for rank, name in enumerate(names) if name in entry.sources), len(names))
