"""Reading TBX: a concept entry of version 2 or 3, style DCA or DCT, as a glossary entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from glossary.entry import is_date
from glossary.errors import FormatError
from glossary.formats import house
from glossary.formats.annotations import Annotated, fold
from glossary.formats.columns import CellError
from glossary.formats.json import from_dict
from glossary.formats.xmlformat import Found, Reading, XmlReader, language, wrong_root
from glossary.model import TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.formats.notices import Notices
    from glossary.formats.xmlread import Element

PARTS_OF_SPEECH: Final = ("verb", "adjective", "adverb", "other")
"""Those that are kept; a noun is what an entry is taken for."""

_CATEGORIES: Final = frozenset({"termNote", "descrip", "admin", "ref", "xref"})
_GROUPS: Final = frozenset({"termNoteGrp", "descripGrp", "adminGrp", "termGrp"})
_STRUCTURE: Final = frozenset({"term", "langSec", "langSet", "termSec", "tig", "ntig"})
_STATUSES: Final = {
    "preferredterm": TargetStatus.PREFERRED,
    "preferred": TargetStatus.PREFERRED,
    "standardizedterm": TargetStatus.PREFERRED,
    "admittedterm": TargetStatus.ADMITTED,
    "admitted": TargetStatus.ADMITTED,
    "supersededterm": TargetStatus.DEPRECATED,
    "superseded": TargetStatus.DEPRECATED,
    "obsolete": TargetStatus.DEPRECATED,
    "deprecatedterm": TargetStatus.FORBIDDEN,
    "deprecated": TargetStatus.FORBIDDEN,
    "forbidden": TargetStatus.FORBIDDEN,
    "notrecommended": TargetStatus.FORBIDDEN,
}
_STATUS_CATEGORIES: Final = ("administrativeStatus", "normativeAuthorization")
_COLUMNS: Final = {
    TargetStatus.PREFERRED: "target",
    TargetStatus.ADMITTED: "admitted",
    TargetStatus.DEPRECATED: "deprecated",
    TargetStatus.FORBIDDEN: "forbidden",
}


@dataclass(slots=True)
class _Term:
    """One term section: the term, and the categories beside it."""

    text: str
    status: TargetStatus | None
    type: str
    speech: str
    context: str
    notes: list[str]
    source: str


def _check_root(root: Element) -> None:
    if root.name not in ("tbx", "martif"):
        raise wrong_root(root, "TBX (version 3 begins with <tbx>, version 2 with <martif>)")
    if root.name == "tbx" and root.namespace not in ("urn:iso:std:iso:30042:ed-2", ""):
        reason = f"the namespace {root.namespace!r} is not that of TBX, urn:iso:std:iso:30042:ed-2"
        raise FormatError(reason)


def _convert(record: Element, reading: Reading) -> Iterator[Found]:
    notices = reading.notices
    terms: dict[str, list[_Term]] = {"ja": [], "en": []}
    folded = _Concept(record, notices)
    for section in record.find("langSec", "langSet"):
        code = language(section)
        sections = section.find("termSec", "tig", "ntig")
        if code not in terms:
            notices.add("terms in languages other than Japanese and English", len(sections))
            continue
        folded.add(section, notices)
        terms[code] += [_term(item, notices) for item in sections]
    if not terms["ja"] or not terms["en"]:
        notices.add(READER.pairless)
        return
    folded.note_types([*terms["ja"], *terms["en"]], notices)
    said = _entry(folded, terms["ja"], terms["en"])
    yield Found(from_dict(said), "id" in said, record.place)


class _Concept:
    """What stands beside the terms of a concept, at its level and at that of a language."""

    def __init__(self, record: Element, notices: Notices) -> None:
        self.id = record.attributes.get("id", "")
        self.found: dict[str, list[str]] = {}
        self.author, self.modified = "", ""
        self.add(record, notices)

    def add(self, section: Element, notices: Notices) -> None:
        """Take in what a section says of itself."""
        for type_, item in _categories(section):
            if type_ in ("subjectField", "definition", "source", "note"):
                self.found.setdefault(type_, []).append(item.prose())
            elif type_ == "transacGrp":
                self._sign(item, notices)
            else:
                notices.add(f"`{type_}` fields")

    def _sign(self, group: Element, notices: Notices) -> None:
        """The last transaction that tells a date or a person holds."""
        for item in group.children:
            if item.name == "date" and is_date(item.line()):
                self.modified = item.line()
            elif item.name == "date":
                notices.add("dates not in the form 2026-01-31")
            elif item.attributes.get("type", item.name) == "responsibility":
                self.author = item.line()

    def note_types(self, terms: list[_Term], notices: Notices) -> None:
        """Count the term types that an entry does not tell apart."""
        is_ours = any(house.is_note(text) for text in self.found.get("note", []))
        known = ("", "variant", "fullForm") if is_ours else ("", "variant")
        if count := sum(1 for term in terms if term.type not in known):
            notices.add("`termType` fields", count)


def _entry(concept: _Concept, japanese: list[_Term], english: list[_Term]) -> dict[str, Any]:
    notes = [*concept.found.get("note", [])]
    extras: dict[str, Any] = {}
    own = [at for at, text in enumerate(notes) if house.is_note(text)]
    if own:
        extras = house.from_note(notes.pop(own[-1])) or {}
    source, variants = _source(japanese)
    said: dict[str, Any] = {
        "source": source.text,
        "variants": variants,
        **_targets(english, extras.get("first_mention", "")),
        "domain": "; ".join(concept.found.get("subjectField", [])),
        "provenance": "\n".join(_sources(concept, [*japanese, *english])),
        "author": concept.author,
        "modified": concept.modified,
        "note": _note(concept, notes, source, english, [*japanese, *english]),
    }
    if concept.id:
        said["id"] = concept.id
    return {
        column: list(value) if isinstance(value, tuple) else value
        for column, value in house.complete(said, extras).items()
    }


def _source(terms: list[_Term]) -> tuple[_Term, list[str]]:
    """The term that leads, and the others."""
    preferred = [term for term in terms if term.status is TargetStatus.PREFERRED]
    unsaid = [term for term in terms if term.status is None]
    source = next(iter([*preferred, *unsaid, *terms]))
    return source, [term.text for term in terms if term is not source]


def _targets(terms: list[_Term], first_mention: str) -> dict[str, Any]:
    said: dict[str, Any] = {column: [] for column in _COLUMNS.values()}
    full = [term for term in terms if term.type == "fullForm" and term.text == first_mention]
    rest = [term for term in terms if not full or term is not full[-1]]
    adjectives = [term for term in rest if term.speech == "adjective"]
    if adjectives and len(adjectives) < len(rest):
        said["adjective"] = adjectives[0].text
        rest.remove(adjectives[0])
    has_preferred = any(term.status is TargetStatus.PREFERRED for term in rest)
    for term in rest:
        status = term.status
        if status is None:
            status = TargetStatus.ADMITTED if has_preferred else TargetStatus.PREFERRED
            has_preferred = True
        said[_COLUMNS[status]].append(term.text)
    if not said["target"]:
        said["target"], said["admitted"] = said["admitted"][:1], said["admitted"][1:]
    if not said["target"]:
        reason = "every English term is deprecated or superseded; mark one as preferred"
        raise CellError("target", reason)
    return said


def _sources(concept: _Concept, terms: list[_Term]) -> list[str]:
    of_terms = [term.source for term in terms if term.source]
    return concept.found.get("source") or list(dict.fromkeys(of_terms))


def _note(
    concept: _Concept,
    notes: list[str],
    source: _Term,
    english: list[_Term],
    terms: list[_Term],
) -> str:
    notes = [*notes, *(note for term in terms for note in term.notes)]
    contexts = [term.context for term in terms if term.context]
    speech = source.speech or english[0].speech
    parts = Annotated(
        "\n".join(filter(None, notes)),
        " / ".join(concept.found.get("definition", [])),
        " / ".join(contexts),
        speech if speech in PARTS_OF_SPEECH else "",
    )
    return fold(parts)


def _term(section: Element, notices: Notices) -> _Term:
    terms = [*section.find("term"), *(t for g in section.find("termGrp") for t in g.find("term"))]
    text = terms[0].line() if terms else ""
    found: dict[str, str] = {}
    notes: list[str] = []
    for type_, item in _categories(section):
        if type_ == "note":
            notes.append(item.prose())
        elif type_ in (*_STATUS_CATEGORIES, "termType", "partOfSpeech", "context", "source"):
            found[type_] = item.line()
        else:
            notices.add(f"`{type_}` fields")
    said = [found[name] for name in _STATUS_CATEGORIES if name in found]
    status = _STATUSES.get(said[0].removesuffix("-admn-sts").lower()) if said else None
    if said and status is None:
        notices.add(f"terms of the unknown status {said[0]!r}, taken for admitted")
    speech = found.get("partOfSpeech", "")
    return _Term(
        text,
        status,
        found.get("termType", ""),
        speech,
        found.get("context", ""),
        notes,
        found.get("source", ""),
    )


def _categories(section: Element) -> Iterator[tuple[str, Element]]:
    """The data categories of a section by their names, those of groups included.

    In style DCT a category is an element of another namespace, called by its name.
    """
    for child in section.children:
        if child.name in _GROUPS:
            yield from _categories(child)
        elif child.name in _CATEGORIES and "type" in child.attributes:
            yield child.attributes["type"], child
        elif child.name not in _STRUCTURE:
            yield child.name, child


READER: Final = XmlReader(("conceptEntry", "termEntry"), _check_root, _convert)
