"""`/v2/glossaries` and `/v3/glossaries`: one glossary seen as one dictionary, or as a set of them.

Only dictionaries of Japanese into English are kept, so that a glossary has one dictionary or none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound, UnsupportedMediaType

from mtservice.errors import RequestError
from mtservice.web.deepl.entries import merged, read_entries, write_entries
from mtservice.web.deepl.languages import glossary_pair
from mtservice.web.deepl.parameters import Parameters

if TYPE_CHECKING:
    from glossary.model import Entry
    from mtservice.web.deepl.keeper import Keeper, KeptGlossary

_TSV = "text/tab-separated-values"
_PAIR = {"source_lang": "ja", "target_lang": "en"}


def serve_glossaries(face: Blueprint, keeper: Keeper) -> None:
    """Add the paths about glossaries."""
    _serve_v2(face, keeper)
    _serve_v3(face, keeper)
    _serve_dictionaries(face, keeper)

    @face.delete("/v2/glossaries/<glossary_id>")
    @face.delete("/v3/glossaries/<glossary_id>")
    def delete(glossary_id: str) -> Response:
        keeper.delete(glossary_id)
        return Response(status=204)


def _serve_v2(face: Blueprint, keeper: Keeper) -> None:
    @face.get("/v2/glossary-language-pairs")
    def pairs() -> Response:
        return jsonify(supported_languages=[_PAIR])

    @face.post("/v2/glossaries")
    def create() -> tuple[Response, int]:
        sent = Parameters.of(request)
        name = _name(sent)
        return jsonify(_v2(keeper.make(name, _dictionary(sent)))), 201

    @face.get("/v2/glossaries")
    def list_all() -> Response:
        return jsonify(glossaries=[_v2(item) for item in keeper.all() if item.entries])

    @face.get("/v2/glossaries/<glossary_id>")
    def get(glossary_id: str) -> Response:
        return jsonify(_v2(_filled(keeper, glossary_id)))

    @face.get("/v2/glossaries/<glossary_id>/entries")
    def entries(glossary_id: str) -> Response:
        if request.accept_mimetypes and not request.accept_mimetypes.best_match([_TSV]):
            raise UnsupportedMediaType("No supported media type specified in Accept header")
        text = write_entries(_filled(keeper, glossary_id).entries)
        return Response(text, content_type=f"{_TSV}; charset=utf-8")


def _serve_v3(face: Blueprint, keeper: Keeper) -> None:
    @face.post("/v3/glossaries")
    def create_v3() -> tuple[Response, int]:
        sent = Parameters.of(request)
        name, dictionaries = _name(sent), sent.records("dictionaries")
        if not dictionaries:
            raise RequestError("Glossary dictionaries must be provided")
        return jsonify(_v3(keeper.make(name, _only(dictionaries)))), 201

    @face.get("/v3/glossaries")
    def list_v3() -> Response:
        return jsonify(glossaries=[_v3(item) for item in keeper.all()])

    @face.get("/v3/glossaries/<glossary_id>")
    def get_v3(glossary_id: str) -> Response:
        return jsonify(_v3(keeper.get(glossary_id)))

    @face.patch("/v3/glossaries/<glossary_id>")
    def patch(glossary_id: str) -> Response:
        sent = Parameters.of(request)
        dictionaries = sent.records("dictionaries")
        name = sent.one("name")
        added = _only(dictionaries) if dictionaries else ()

        def change(old: KeptGlossary) -> KeptGlossary:
            return replace(old, name=name or old.name, entries=merged(old.entries, added))

        return jsonify(_v3(keeper.change(glossary_id, change)))


def _serve_dictionaries(face: Blueprint, keeper: Keeper) -> None:
    @face.get("/v3/glossaries/<glossary_id>/entries")
    def entries_v3(glossary_id: str) -> Response:
        kept = keeper.get(glossary_id)
        glossary_pair(Parameters.of(request))
        if not kept.entries:
            raise NotFound("Dictionary not found")
        said = {"entries": write_entries(kept.entries), "entries_format": "tsv"}
        return jsonify(dictionaries=[_PAIR | said])

    @face.put("/v3/glossaries/<glossary_id>/dictionaries")
    def put(glossary_id: str) -> Response:
        entries = _dictionary(Parameters.of(request))
        kept = keeper.change(glossary_id, lambda old: replace(old, entries=entries))
        return jsonify(_dictionary_info(kept))

    @face.delete("/v3/glossaries/<glossary_id>/dictionaries")
    def delete_dictionary(glossary_id: str) -> Response:
        kept = keeper.get(glossary_id)
        glossary_pair(Parameters.of(request))
        if not kept.entries:
            raise NotFound("Dictionary not found")
        keeper.change(glossary_id, lambda old: replace(old, entries=()))
        return Response(status=204)


def _name(sent: Parameters) -> str:
    name = sent.one("name")
    if not name:
        raise RequestError("Missing or invalid argument: name")
    return name


def _dictionary(sent: Parameters) -> tuple[Entry, ...]:
    glossary_pair(sent)
    return read_entries(sent)


def _only(dictionaries: tuple[Parameters, ...]) -> tuple[Entry, ...]:
    """The entries of the one dictionary; a second one would be for other languages."""
    found = [_dictionary(item) for item in dictionaries]
    if len(found) > 1:
        raise RequestError("Glossary dictionaries must be for different language pairs")
    return found[0]


def _filled(keeper: Keeper, glossary_id: str) -> KeptGlossary:
    """The glossary, which `/v2` knows only while it has a dictionary."""
    kept = keeper.get(glossary_id)
    if not kept.entries:
        raise NotFound("Glossary not found")
    return kept


def _v2(kept: KeptGlossary) -> dict[str, Any]:
    return {
        "glossary_id": kept.id,
        "name": kept.name,
        "ready": True,
        "creation_time": _time(kept),
        **_dictionary_info(kept),
    }


def _v3(kept: KeptGlossary) -> dict[str, Any]:
    return {
        "glossary_id": kept.id,
        "name": kept.name,
        "dictionaries": [_dictionary_info(kept)] if kept.entries else [],
        "creation_time": _time(kept),
    }


def _dictionary_info(kept: KeptGlossary) -> dict[str, Any]:
    return _PAIR | {"entry_count": len(kept.entries)}


def _time(kept: KeptGlossary) -> str:
    # DeepL's own client cannot read a time without a fraction of a second.
    return kept.created.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
