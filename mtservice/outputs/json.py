"""A translation as JSON: the shape of the HTTP API, the command line and the batch.

Offsets are code points, half-open. Those of a segment point into the source document and into the
translated one; those of hits, flags and alignment into the texts of their own segment.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtservice.model import (
        Alignment,
        Candidate,
        DocumentResult,
        Flag,
        PlacedSegment,
        Span,
        TermOutcome,
        TranslationResult,
    )


def to_dict(result: TranslationResult, *, alignment: bool = False) -> dict[str, Any]:
    """`result` as values that JSON can hold; with the word alignment if asked."""
    return {
        "model": result.model,
        "glossaries": [
            {"id": info.name, "name": info.name, "version": info.version}
            for info in result.glossaries
        ],
        "signature": result.signature,
        "documents": [
            _document(number, document, alignment)
            for number, document in enumerate(result.documents)
        ],
    }


def render(result: TranslationResult, *, alignment: bool = False) -> str:
    """`to_dict` written out, readable, with a line break at the end."""
    return json.dumps(to_dict(result, alignment=alignment), ensure_ascii=False, indent=2) + "\n"


def hit_to_dict(hit: TermOutcome, source: str, target: str) -> dict[str, Any]:
    """One glossary hit in a segment whose texts are `source` and `target`."""
    return {
        "entry": hit.match.entry.id,
        "glossary": hit.match.glossary,
        "source": _slice(hit.source, source),
        "target": _slice(hit.target, target) if hit.target else None,
        "wanted": hit.match.preferred,
        "match": hit.match.kind.value,
        "outcome": hit.outcome.value,
        "by": hit.by,
    } | ({"reason": hit.reason} if hit.reason else {})


def _document(number: int, document: DocumentResult, alignment: bool) -> dict[str, Any]:
    return {
        "id": number,
        "name": document.document.name,
        "format": document.document.format,
        "text": document.text,
        "segments": [_segment(segment, alignment) for segment in document.segments],
        "candidates": [_candidate(candidate) for candidate in document.candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "source": candidate.source,
        "target": candidate.target,
        "segments": list(candidate.segments),
        "others": list(candidate.others),
    }


def _segment(placed: PlacedSegment, alignment: bool) -> dict[str, Any]:
    result = placed.result
    source, target = result.segment.text, result.text
    return {
        "id": placed.id,
        "source": {"text": source, "start": placed.source.start, "end": placed.source.end},
        "target": {"text": target, "start": placed.target.start, "end": placed.target.end},
        "hits": [hit_to_dict(hit, source, target) for hit in result.hits],
        **(_alignment(result.alignment) if alignment else {}),
        "score": None if result.score is None else round(result.score, 4),
        "flags": [_flag(flag, source, target) for flag in result.flags],
    }


def _alignment(alignment: Alignment) -> dict[str, Any]:
    links = [
        {
            "source": {"start": link.source.start, "end": link.source.end},
            "target": {"start": link.target.start, "end": link.target.end},
            "weight": round(link.weight, 4),
        }
        for link in alignment.links
    ]
    return {"alignment": links, "alignment_exact": alignment.exact}


def _flag(flag: Flag, source: str, target: str) -> dict[str, Any]:
    places = (("source", flag.source, source), ("target", flag.target, target))
    return {"name": flag.name, "message": flag.message} | {
        side: _slice(span, text) for side, span, text in places if span is not None
    }


def _slice(span: Span, text: str) -> dict[str, Any]:
    return {"text": span.of(text), "start": span.start, "end": span.end}
