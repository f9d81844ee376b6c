"""The bodies of requests: their fields, and what they become."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from glossary.model import CaseRule, Entry, EntryType, Target, TargetStatus
from mtservice.documents.registry import formats, text_formats
from mtservice.errors import FieldError, RequestError, TooLargeError
from mtservice.pipeline import Consistency
from mtservice.web.fields import Choice, Field, Many, Record, Switch, Text, Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mtservice.pipeline import TranslateOptions

RENDERINGS = ("json", "html", "report", "text", "file", "tsv", "tmx")
_MOST_TERMS = 10_000
_NAME = Text(blank=False)

_FILES_ONLY = tuple(name for name in formats() if name not in text_formats())


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


TERM = Record(
    (
        Field("source", _NAME, "The Japanese term.", required=True),
        Field("target", _NAME, "The English rendering to use.", required=True),
        Field("variants", Many(_NAME), "Other Japanese spellings of it."),
        Field("admitted", Many(_NAME), "Renderings that are right too."),
        Field("forbidden", Many(_NAME), "Renderings that must not appear."),
        Field("type", Choice(tuple(EntryType)), "What it names.", default="term"),
        Field(
            "case",
            Choice(tuple(CaseRule)),
            "`exact`: as written; `sentence`: a capital at the start of a sentence is right too.",
            default="exact",
        ),
        Field("inflect", Switch(), "Whether plural and possessive are right too.", default=True),
    )
)

OPTIONS = Record(
    (
        Field("beam_size", Whole(1, 16), "Beam width; 1 is greedy. Default: the server's."),
        Field("repair", Switch(), "Whether a missed term is put right.", default=True),
        Field(
            "every_mention",
            Switch(),
            "Whether each occurrence of a term needs a mention of its own.",
            default=False,
        ),
        Field("fuzzy", Switch(), "Whether near misses of names are applied.", default=False),
        Field("numbers", Switch(), "Whether numbers and dates are checked.", default=True),
        Field(
            "consistency",
            Choice(tuple(Consistency)),
            "How far a name that no glossary knows is rendered one way: within each document, in "
            "all documents of the request, or not at all. Default: `document`.",
        ),
        Field("alignment", Switch(), "Whether word alignment is returned.", default=False),
    )
)

_GLOSSARIES = Field(
    "glossaries",
    Many(_NAME),
    "Names of glossaries, the first wins; an empty list for none. Default: the server's.",
)
_TERMS = Field(
    "terms", Many(TERM, most=_MOST_TERMS), "Entries for this request alone, above all glossaries."
)

TRANSLATE = Record(
    (
        Field("text", Many(Text(), least=1, or_one=True), "Each string is a document of its own."),
        Field(
            "format",
            _NAME,
            f"Name of the format, or `auto`. For a text or a file: {_names(text_formats())}; for a "
            f"file: {_names(_FILES_ONLY)}. Default: `text` for a text, `auto` for a file.",
        ),
        Field(
            "field",
            Many(_NAME, least=1, or_one=True),
            "Fields of JSON Lines and columns of TSV that hold text. Default: the usual names.",
        ),
        Field(
            "overwrite",
            Switch(),
            "Whether what is translated already, in a PO file, is translated again.",
            default=False,
        ),
        _GLOSSARIES,
        _TERMS,
        Field("options", OPTIONS, "How to translate."),
        Field(
            "render",
            Many(Choice(RENDERINGS), least=1, or_one=True),
            "Form of the answer, in place of the `Accept` header; a list gives JSON that holds "
            "these forms under `renderings`.",
        ),
    )
)

MATCHES = Record(
    (
        Field("text", Text(), "The Japanese text to look through.", required=True),
        _GLOSSARIES,
        _TERMS,
        Field("fuzzy", Switch(), "Whether near misses of katakana names count.", default=False),
    )
)


@dataclass(frozen=True, slots=True)
class TranslateRequest:
    """What `POST /v1/translate` asks for."""

    texts: tuple[str, ...]
    format: str | None
    fields: tuple[str, ...]
    """Fields and columns that hold text; empty for the usual names."""
    overwrite: bool
    glossaries: tuple[str, ...] | None
    terms: tuple[Entry, ...]
    options: TranslateOptions
    alignment: bool
    render: tuple[str, ...]
    """The forms asked for; empty when the `Accept` header decides."""
    render_list: bool
    """Whether they were asked for as a list."""


@dataclass(frozen=True, slots=True)
class MatchesRequest:
    """What `/v1/glossary/matches` asks for."""

    text: str
    glossaries: tuple[str, ...] | None
    terms: tuple[Entry, ...]
    fuzzy: bool


def parse_translate(
    body: Mapping[str, object], *, uploads: int, defaults: TranslateOptions
) -> TranslateRequest:
    """The request in `body`; raises `RequestError` with everything that is wrong in it."""
    wrong: list[FieldError] = []
    fields = TRANSLATE.read(body, "", wrong)
    if uploads and fields["text"]:
        wrong.append(FieldError("text", "send either text or a file, not both"))
    elif not uploads and body.get("text") is None:
        wrong.append(FieldError("text", "is missing; send text, or a file as multipart form data"))
    options = fields["options"] or {}
    terms = _entries(fields["terms"] or (), wrong)
    _refuse(wrong)
    return TranslateRequest(
        texts=fields["text"] or (),
        format=fields["format"],
        fields=fields["field"] or (),
        overwrite=fields["overwrite"],
        glossaries=fields["glossaries"],
        terms=terms,
        options=_options(options, defaults),
        alignment=bool(options.get("alignment")),
        render=fields["render"] or (),
        render_list=isinstance(body.get("render"), list),
    )


def parse_matches(body: Mapping[str, object]) -> MatchesRequest:
    """The request in `body`; raises `RequestError` with everything that is wrong in it."""
    wrong: list[FieldError] = []
    fields = MATCHES.read(body, "", wrong)
    terms = _entries(fields["terms"] or (), wrong)
    _refuse(wrong)
    return MatchesRequest(fields["text"], fields["glossaries"], terms, fields["fuzzy"])


def check_size(texts: Sequence[str], most: int) -> None:
    """Raises `TooLargeError` when `texts` together hold more than `most` characters."""
    length = sum(map(len, texts))
    if length > most:
        raise TooLargeError(
            f"the text has {length:,} characters; one request may hold {most:,}: "
            "send it in parts, or translate the file with the command line"
        )


def _refuse(wrong: Sequence[FieldError]) -> None:
    if wrong:
        which = ", ".join(dict.fromkeys(error.field or "the body" for error in wrong))
        raise RequestError(f"the request cannot be used; look at: {which}", tuple(wrong))


def _options(options: Mapping[str, Any], defaults: TranslateOptions) -> TranslateOptions:
    chosen = {
        name: value for name, value in options.items() if name != "alignment" and value is not None
    }
    if "consistency" in chosen:
        chosen["consistency"] = Consistency(chosen["consistency"])
    return replace(defaults, **chosen)


def _entries(terms: Sequence[Mapping[str, Any]], wrong: list[FieldError]) -> tuple[Entry, ...]:
    if wrong:
        return ()
    first: dict[str, int] = {}
    for index, term in enumerate(terms):
        earlier = first.setdefault(term["source"], index)
        if terms[earlier]["target"] != term["target"]:
            other = f"terms[{earlier}] gives another target for the same source"
            wrong.append(FieldError(f"terms[{index}].source", other))
    return tuple(_entry(f"request-{index}", term) for index, term in enumerate(terms))


def _entry(name: str, term: Mapping[str, Any]) -> Entry:
    targets = [Target(term["target"])]
    targets += [Target(text, TargetStatus.ADMITTED) for text in term["admitted"] or ()]
    targets += [Target(text, TargetStatus.FORBIDDEN) for text in term["forbidden"] or ()]
    return Entry(
        id=name,
        source=term["source"],
        targets=tuple(targets),
        type=EntryType(term["type"]),
        variants=term["variants"] or (),
        case=CaseRule(term["case"]),
        inflect=term["inflect"],
    )
