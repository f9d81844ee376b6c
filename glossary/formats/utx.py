"""Universal Terminology eXchange 1.20 (AAMT): a table of pairs with a status and a concept id.

The rows of one concept id are one entry: the source of its first row leads, other sources are
variants; a row of status `approved` gives a preferred rendering, `non-standard` an admitted one,
`forbidden` a forbidden one, and `provisional` and `rejected` speak of the entry. Earlier versions
(UTX 1.1x, UTX-S) are read too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from glossary.entry import clean
from glossary.errors import FormatError
from glossary.formats.annotations import Annotated, fold, unfold
from glossary.formats.columns import (
    COLUMNS,
    DEFAULTS,
    CellError,
    Value,
    build_entry,
    check_id,
    check_text,
    values,
)
from glossary.formats.pairs import entries as so_many
from glossary.formats.rows import Problems, Row, with_ids
from glossary.formats.xmlformat import LANGUAGES
from glossary.model import EntryStatus, Glossary, TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.formats.notices import Notices
    from glossary.model import Entry

SIGNATURE: Final = re.compile(r"\ufeff?#\s*UTX")

_EPOCH: Final = "1970-01-01T00:00:00Z"
_COLUMNS: Final = ("src", "tgt", "src:pos", "term status", "comment", "concept ID")
_KNOWN: Final = frozenset({"src", "tgt", "src:pos", "tgt:pos", "term status", "concept id"})
_COMMENTS: Final = ("comment", "src:comment", "tgt:comment")
_LANGUAGES: Final = re.compile(r"\b([A-Za-z]{2,3})(?:-[\w-]+)?/([A-Za-z]{2,3})(?:-[\w-]+)?")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_NOUNS: Final = frozenset({"", "noun", "propernoun", "proper noun", "-"})
_APPROVED: Final = {
    EntryStatus.APPROVED: "approved",
    EntryStatus.PROPOSED: "provisional",
    EntryStatus.RETIRED: "rejected",
}
_OF_ENTRY: Final = {
    "provisional": "proposed",
    "rejected": "retired",
}
_SPEECH: Final = ("verb", "adjective", "adverb", "sentence")


def read(text: str, *, name: str, path: str = "", notices: Notices | None = None) -> Glossary:
    """The glossary in `text`; raises `FormatError` with line and column."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    columns, is_turned, first = _read_header(lines, path)
    problems = Problems(path)
    rows: dict[str, list[dict[str, str]]] = {}
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip() or line.startswith("#"):
            continue
        said = _read_row(columns, Row(tuple(line.split("\t")), number), problems)
        if said is None:
            continue
        if is_turned:
            said["src"], said["tgt"] = said["tgt"], said["src"]
        key = said.get("concept id", "") or f"\n{number}"
        rows.setdefault(key, []).append(said)
        places.setdefault(key, (number, 1))
        _note_left_out(columns, said, notices)
    entries = _entries(rows, places, problems)
    problems.raise_if_any()
    given = {at for at, key in enumerate(rows) if not key.startswith("\n")}
    return Glossary(name, with_ids(entries, given))


def write(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """The glossary as UTX 1.20, its lines ended by CR LF; raises `EntryError`.

    The header's date is the last one of an entry, so that the same glossary gives the same file.
    """
    entries = [clean(entry) for entry in glossary.entries]
    name = re.sub(r"[;\s]+", " ", glossary.name).strip()
    about = f"; glossary ID: {name}" if name else ""
    lines = [f"#UTX 1.20; ja/en; {_date(entries)}{about}", "#" + "\t".join(_COLUMNS)]
    lines += ["\t".join(row) for entry in entries for row in _rows(entry)]
    return "".join(f"{line}\r\n" for line in lines)


def held(glossary: Glossary) -> Glossary:
    """What comes back of a glossary that was written as UTX."""
    entries = [_held(clean(entry)) for entry in glossary.entries]
    return Glossary(glossary.name, tuple(filter(None, entries)))


def lost(glossary: Glossary) -> tuple[str, ...]:
    """What UTX cannot hold of this glossary."""
    counts = dict.fromkeys(COLUMNS, 0)
    dropped = 0
    for entry in map(clean, glossary.entries):
        kept = _held(entry)
        if kept is None:
            dropped += 1
            continue
        was, now = values(entry), values(kept)
        for column in COLUMNS:
            counts[column] += not _is_kept(was[column], now[column], DEFAULTS[column])
    found = [f"{column} of {so_many(count)}" for column, count in counts.items() if count]
    if dropped:
        found.append(f"{so_many(dropped)} whose source begins with #, as comments do")
    return tuple(found)


def _is_kept(was: Value, now: Value, default: Value) -> bool:
    """Whether a value is unsaid or comes back; a list may have more to it then."""
    if isinstance(was, tuple) and isinstance(now, tuple):
        return set(was) <= set(now)
    return was in (now, default)


def _date(entries: list[Entry]) -> str:
    dates = sorted(entry.modified for entry in entries if entry.modified)
    return dates[-1] if dates else _EPOCH


def _rows(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The rows of an entry; none where they would be read as comments."""
    if entry.source.startswith("#"):
        return
    parts = unfold(entry.note, ("part_of_speech",))
    known = parts.part_of_speech in _SPEECH
    note = parts.note if known else entry.note
    speech = parts.part_of_speech if known else "noun"
    status = _APPROVED[entry.status]
    comment = " ".join(note.split())

    def row(source: str, target: str, status: str, comment: str = "") -> tuple[str, ...]:
        return source, target, speech, status, comment, entry.id

    right = entry.with_status(TargetStatus.PREFERRED) or (entry.source,)
    yield row(entry.source, right[0], status, comment)
    for text in right[1:]:
        yield row(entry.source, text, status)
    for text in entry.with_status(TargetStatus.ADMITTED):
        yield row(entry.source, text, "non-standard")
    for wrong in (TargetStatus.DEPRECATED, TargetStatus.FORBIDDEN):
        for text in entry.with_status(wrong):
            yield row(entry.source, text, "forbidden")
    for source in entry.variants:
        if source.startswith("#"):
            continue
        yield row(source, right[0], "non-standard")


def _held(entry: Entry) -> Entry | None:
    rows = [dict(zip(map(str.lower, _COLUMNS), row, strict=True)) for row in _rows(entry)]
    return build_entry(_values(rows)) if rows else None


def _entries(
    rows: dict[str, list[dict[str, str]]],
    places: dict[str, tuple[int, int]],
    problems: Problems,
) -> list[Entry]:
    found: list[Entry] = []
    for key, concept in rows.items():
        try:
            found.append(build_entry(_values(concept)))
        except CellError as error:
            problems.add(str(error), places[key])
    return found


def _values(rows: list[dict[str, str]]) -> dict[str, Value]:
    """The columns of the entry that the rows of a concept say; raises `CellError`."""
    source = rows[0]["src"]
    said: dict[str, Any] = {"source": source, "id": rows[0].get("concept id", "")}
    lists: dict[str, list[str]] = {"target": [], "admitted": [], "forbidden": [], "variants": []}
    for row in rows:
        status = row.get("term status", "").lower()
        said["status"] = _OF_ENTRY.get(status) or said.get("status", "approved")
        if row["src"] != source:
            lists["variants"].append(row["src"])
            if row["tgt"] in lists["target"]:
                continue
        column = {"forbidden": "forbidden", "non-standard": "admitted"}.get(status, "target")
        if row["tgt"]:
            lists[column].append(row["tgt"])
    if not lists["target"]:
        lists["target"], lists["admitted"] = lists["admitted"][:1], lists["admitted"][1:]
    said |= {column: tuple(dict.fromkeys(texts)) for column, texts in lists.items()}
    said["note"] = _note(rows)
    return said


def _note(rows: list[dict[str, str]]) -> str:
    comments = [row.get(name, "") for row in rows for name in _COMMENTS]
    speech = rows[0].get("src:pos", "")
    return fold(
        Annotated(
            "\n".join(dict.fromkeys(filter(None, comments))),
            part_of_speech="" if speech.lower() in _NOUNS else speech,
        )
    )


def _read_header(lines: list[str], path: str) -> tuple[list[str], bool, int]:
    """The columns in small letters, whether English stands first, and where the rows begin."""
    if not SIGNATURE.match(lines[0]):
        reason = "a UTX file begins with a line such as `#UTX 1.20; ja/en; 2026-01-31T12:00:00Z`"
        raise FormatError(reason, path=path, line=1, column=1)
    header = 0
    while header < len(lines) and lines[header].startswith("#"):
        header += 1
    columns = [cell.strip().lower() for cell in lines[header - 1].removeprefix("#").split("\t")]
    if "src" not in columns or "tgt" not in columns:
        reason = "the last line of the header must name the columns: `#src`, `tgt`, `src:pos`, …"
        raise FormatError(reason, path=path, line=header, column=1)
    found = next(filter(None, map(_LANGUAGES.search, lines[: header - 1])), None)
    codes = [LANGUAGES.get(code.lower(), code) for code in found.groups()] if found else []
    if sorted(codes) != ["en", "ja"]:
        said = "/".join(codes) or "none"
        reason = f"the header's languages are {said}, not ja/en; name them in the first line"
        raise FormatError(reason, path=path, line=1, column=1)
    return columns, codes == ["en", "ja"], header


def _read_row(columns: list[str], row: Row, problems: Problems) -> dict[str, str] | None:
    if len(row.cells) > len(columns):
        reason = f"the row has {len(row.cells)} cells, the header names {len(columns)} columns"
        problems.add(f"{reason}; remove what is too many", row.place(0))
        return None
    said = dict(zip(columns, (*row.cells, *[""] * len(columns)), strict=False))
    at = 0
    try:
        for at, (column, text) in enumerate(said.items()):  # noqa: B007 - told in the error
            check = check_id if column == "concept id" else check_text
            said[column] = check(column, text.strip())
            if column in ("src", "tgt") and not said[column]:
                raise CellError(column, "is empty; write the term")
    except CellError as error:
        problems.add(str(error), row.place(min(at, len(row.cells) - 1)))
        return None
    return said


def _note_left_out(columns: list[str], said: dict[str, str], notices: Notices | None) -> None:
    for column in columns:
        if notices and column not in _KNOWN and column not in _COMMENTS and said[column]:
            notices.add(f"cells of the column `{column}`")
