"""The shapes of answers, as OpenAPI schemas."""

from __future__ import annotations

from typing import Any


def _record(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": required | optional,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _string(about: str = "") -> dict[str, Any]:
    return {"type": "string"} | ({"description": about} if about else {})


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


_WHOLE = {"type": "integer", "minimum": 0}
_NUMBER = {"type": "number"}
_MATCH = _one_of("exact", "variant", "fuzzy", "composed")

SCHEMAS: dict[str, dict[str, Any]] = {
    "Translation": _record(
        {
            "model": _string("Name of the model."),
            "glossaries": _list(_ref("GlossaryUsed")),
            "signature": _string("All that the result depends on besides the text."),
            "documents": _list(_ref("Document")),
        },
        renderings={
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "The forms that `render` listed.",
        },
    ),
    "GlossaryUsed": _record({"id": _string(), "name": _string(), "version": _string()}),
    "Document": _record(
        {
            "id": _WHOLE,
            "name": _string("File name; empty for a text."),
            "format": _string(),
            "text": _string("The translated document."),
            "segments": _list(_ref("Segment")),
        }
    ),
    "Segment": _record(
        {
            "id": _WHOLE,
            "source": _ref("Slice"),
            "target": _ref("Slice"),
            "hits": _list(_ref("Hit")),
            "score": {
                "type": ["number", "null"],
                "description": "Mean log-probability per token.",
            },
            "flags": _list(_ref("Flag")),
        },
        alignment=_list(_ref("Link")),
        alignment_exact={
            "type": "boolean",
            "description": "Whether a trained alignment made the links; else they are approximate.",
        },
    ),
    "Slice": _record({"text": _string(), "start": _WHOLE, "end": _WHOLE}),
    "Span": _record({"start": _WHOLE, "end": _WHOLE}),
    "Hit": _record(
        {
            "entry": _string("Id of the glossary entry."),
            "glossary": _string("Name of its glossary; `request` for the request's own terms."),
            "source": _ref("Slice"),
            "target": {
                "oneOf": [_ref("Slice"), {"type": "null"}],
                "description": "Null when the term failed, or was said by another mention.",
            },
            "wanted": _string("The preferred rendering."),
            "match": _MATCH,
            "outcome": _one_of("kept", "repaired", "failed"),
            "by": _string("What met it: the model, or a step of repair."),
        },
        reason=_string("Why it failed, or what the other mention is."),
    ),
    "Flag": _record(
        {"name": _string(), "message": _string()}, source=_ref("Slice"), target=_ref("Slice")
    ),
    "Link": _record({"source": _ref("Span"), "target": _ref("Span"), "weight": _NUMBER}),
    "Matches": _record({"matches": _list(_ref("Match"))}),
    "Match": _record(
        {
            "entry": _string(),
            "glossary": _string(),
            "source": _ref("Slice"),
            "match": _MATCH,
            "score": _NUMBER | {"description": "1, or the similarity of a fuzzy match."},
            "form": _string("The source or variant of the entry that matched."),
            "renderings": _list(_string()) | {"description": "What counts as met, best first."},
            "forbidden": _list(_string()),
            "parts": _list(_record({"entry": _string(), "start": _WHOLE, "end": _WHOLE})),
        }
    ),
    "Glossaries": _record({"glossaries": _list(_ref("Glossary"))}),
    "Glossary": _record(
        {
            "id": _string(),
            "name": _string(),
            "version": _string("Changes whenever the content does."),
            "entries": _WHOLE,
            "default": {"type": "boolean"},
        }
    ),
    "Models": _record({"models": _list(_ref("Model"))}),
    "Model": _record(
        {
            "id": _string(),
            "name": _string(),
            "source": _string("Language of the source."),
            "target": _string("Language of the target."),
            "hash": _string("SHA-256 of the model's files."),
            "strategy": _one_of("annotate", "code-switch", "plain"),
            "aligned": {"type": "boolean"},
        }
    ),
    "Status": _record({"status": _string()}, model=_string()),
    "Error": _record(
        {
            "error": _record(
                {
                    "code": _string("Stable; see the list of errors."),
                    "message": _string("One sentence for a person."),
                    "fields": _list(_record({"field": _string(), "message": _string()})),
                }
            )
        }
    ),
}
