"""A translation as HTML: the aligned pair as a fragment, or a report in one self-contained file."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from mtservice.model import Outcome
from mtservice.outputs.fragment import render_segment, safe
from mtservice.outputs.summary import count, summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.model import DocumentResult, TranslationResult
    from mtservice.outputs.summary import Summary

_MEANING = {
    Outcome.KEPT: "the model used the agreed rendering",
    Outcome.REPAIRED: "the rendering was missing and was put in",
    Outcome.FAILED: "the rendering is not there",
}


def pair(result: TranslationResult) -> str:
    """The figures, then each document's segments, source and target aligned; no styles, no script.

    `asset("segments.css")` and `asset("segments.js")` dress it.
    """
    return overview(summarise([result])) + _documents([result])


def report(results: Sequence[TranslationResult], title: str = "") -> str:
    """One page with every document of `results`, styles and script inside: nothing is fetched.

    Without a title it has the name of the only document, if it has one.
    """
    style, script = asset("segments.css") + asset("report.css"), asset("segments.js")
    return Template(asset("report.html")).substitute(
        title=safe(title or _title(results)),
        policy=content_policy(),
        style=style,
        script=script,
        overview=overview(summarise(results)),
        toolbar=asset("toolbar.html"),
        made_with=_made_with(results),
        documents=_documents(results),
    )


def content_policy() -> str:
    """The content security policy of a report: its own style and script, and nothing else."""
    style = _digest("\n" + asset("segments.css") + asset("report.css"))
    script = _digest("\n" + asset("segments.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def asset(name: str) -> str:
    """A style sheet, script or snippet that belongs to the HTML forms."""
    return files("mtservice.outputs").joinpath("templates", name).read_text("utf-8")


def overview(summary: Summary) -> str:
    """The figures as terms and values, a bar of the outcomes, and what each outcome means."""
    figures = [
        _figure(summary.segments, "segment" if summary.segments == 1 else "segments", "total"),
        _figure(summary.hits, "glossary hit" if summary.hits == 1 else "glossary hits", "total"),
        *(_figure(getattr(summary, item.value), item.value, item.value) for item in Outcome),
        _figure(summary.flagged, "flagged", "flag"),
    ]
    legend = "".join(
        f'<li><mark class="hit {outcome.value}"><span>{outcome.value}</span></mark> {meaning}</li>'
        for outcome, meaning in _MEANING.items()
    )
    return (
        f'<div class="overview"><dl>{"".join(figures)}</dl>{_bar(summary)}'
        f'<ul class="legend" role="list">{legend}</ul></div>\n'
    )


def _figure(value: int, name: str, kind: str) -> str:
    kinds = f"figure {kind}" if value else f"figure {kind} none"
    return f'<div class="{kinds}"><dt>{name}</dt><dd>{value:,}</dd></div>'


def _bar(summary: Summary) -> str:
    if not summary.hits:
        return ""
    left, bars = 0.0, []
    for outcome in Outcome:
        width = 100 * getattr(summary, outcome.value) / summary.hits
        if width:
            bars.append(
                f'<rect class="{outcome.value}" x="{left:.2f}%" width="{width:.2f}%" height="6"/>'
            )
        left += width
    return f'<svg class="bar" height="6" aria-hidden="true">{"".join(bars)}</svg>'


def _title(results: Sequence[TranslationResult]) -> str:
    names = [document.document.name for result in results for document in result.documents]
    return names[0] if len(names) == 1 and names[0] else "Translation"


def _documents(results: Sequence[TranslationResult]) -> str:
    documents = [document for result in results for document in result.documents]
    return "".join(_document(number, document) for number, document in enumerate(documents))


def _document(number: int, document: DocumentResult) -> str:
    key = f"d{number}"
    name = safe(document.document.name or f"Text {number + 1}")
    segments = "".join(render_segment(placed, key) for placed in document.segments)
    about = f"{count(len(document.segments), 'segment')} · {safe(document.document.format)}"
    return (
        f'<section class="document" aria-labelledby="{key}">\n'
        f'<h2 id="{key}">{name} <small>{about}</small></h2>\n'
        f'<ol class="segments" role="list">\n{segments}</ol>\n</section>\n'
    )


def _made_with(results: Sequence[TranslationResult]) -> str:
    signatures = dict.fromkeys(result.signature for result in results)
    return "".join(f"<p><code>{safe(signature)}</code></p>" for signature in signatures)


def _digest(content: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(content.encode()).digest()).decode()
