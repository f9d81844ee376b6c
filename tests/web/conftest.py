"""An application around a translator that is quick, known and can be told to fail."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.model import Entry, MatchKind, Target, TermMatch
from mtservice.engine.base import EngineInfo
from mtservice.errors import UnknownGlossaryError
from mtservice.model import (
    Alignment,
    Document,
    DocumentResult,
    Flag,
    GlossaryInfo,
    Link,
    Outcome,
    PlacedSegment,
    Segment,
    SegmentResult,
    Span,
    TermOutcome,
    TranslationResult,
)
from mtservice.pipeline import TranslateOptions
from mtservice.settings import Settings
from mtservice.web import create_app

ENTRIES = {
    "east": (
        Entry("lukashenko", "ルカシェンコ", (Target("Lukashenko"),)),
        Entry("minsk", "ミンスク", (Target("Minsk"),)),
    ),
    "press": (Entry("press", "国営通信", (Target("state news agency"),)),),
}
SENTENCES = {
    "ルカシェンコ大統領はミンスクで会見した。": "President Lukashenko spoke in Minsk.",
    "国営通信が伝えた。": "The agency reported it.",
}


@dataclass
class FakeTranslator:
    """Knows two sentences; a term that the English does not say is `failed`."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    failure: Exception | None = None
    wait_for: threading.Event | None = None
    started: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    engine: EngineInfo = field(
        default_factory=lambda: EngineInfo(
            "translate-ja_en-1_0", "ab" * 32, "annotate", aligned=True
        )
    )

    def glossaries(self) -> tuple[GlossaryInfo, ...]:
        return tuple(GlossaryInfo(name, "v1", len(rows)) for name, rows in ENTRIES.items())

    def matches(
        self,
        text: str,
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        fuzzy: bool = False,
    ) -> tuple[TermMatch, ...]:
        if self.failure:
            raise self.failure
        names = ["east"] if glossaries is None else glossaries
        for name in names:
            if name not in ENTRIES:
                raise UnknownGlossaryError(f"no glossary is named {name!r}; known: east, press")
        stack = [("request", entry) for entry in terms]
        stack += [(name, entry) for name in names for entry in ENTRIES[name]]
        found = [
            TermMatch(at.start(), at.end(), at[0], MatchKind.EXACT, entry, name, (entry.preferred,))
            for name, entry in stack
            for at in re.finditer(re.escape(entry.source), text)
        ]
        return tuple(sorted(found, key=lambda match: match.start))

    def translate(
        self,
        documents: Sequence[Document],
        *,
        glossaries: Sequence[str] | None = None,
        terms: Sequence[Entry] = (),
        options: TranslateOptions | None = None,
    ) -> TranslationResult:
        self.calls.append({"glossaries": glossaries, "terms": terms, "options": options})
        self.started.release()
        if self.wait_for:
            assert self.wait_for.wait(10)
        results = [self._document(item, glossaries, terms) for item in documents]
        return TranslationResult(
            tuple(results), self.engine.name, (GlossaryInfo("east", "v1", 2),), "signature|v1", 0.25
        )

    def _document(
        self, document: Document, names: Sequence[str] | None, terms: Sequence[Entry]
    ) -> DocumentResult:
        target, placed = "", []
        for found in re.finditer("[^。\n]+。?", document.text):
            start = len(target)
            result = self._segment(found[0], names, terms)
            target += result.text + "\n"
            here = Span(start, start + len(result.text))
            placed.append(PlacedSegment(len(placed), result, Span(*found.span()), here))
        return DocumentResult(document, target, tuple(placed))

    def _segment(
        self, text: str, names: Sequence[str] | None, terms: Sequence[Entry]
    ) -> SegmentResult:
        target = SENTENCES.get(text, f"A sentence of {len(text)} characters.")
        hits = tuple(
            outcome(match, target) for match in self.matches(text, glossaries=names, terms=terms)
        )
        flags = (Flag("number", "a number"),) if re.search("[0-9]", text) else ()
        links = Alignment((Link(Span(0, 1), Span(0, 1), 0.5),), exact=True)
        segment = Segment(0, Span(0, len(text)), text, "", "full-stop")
        return SegmentResult(segment, target, hits, links, -0.25, flags)


def outcome(match: TermMatch, target: str) -> TermOutcome:
    source, start = Span(match.start, match.end), target.find(match.preferred)
    if start < 0:
        return TermOutcome(match, source, None, Outcome.FAILED, "", "it is not in the English")
    here = Span(start, start + len(match.preferred))
    return TermOutcome(match, source, here, Outcome.KEPT, "model")


@pytest.fixture
def translator() -> FakeTranslator:
    return FakeTranslator()


@pytest.fixture
def settings() -> Settings:
    return Settings(
        glossaries=("east",), max_chars=1000, max_body_bytes=10_000, max_concurrent=1, max_waiting=1
    )


@pytest.fixture
def app(translator: FakeTranslator, settings: Settings) -> Flask:
    return create_app(translator, settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def post(client: FlaskClient) -> Callable[..., TestResponse]:
    """`post(text=…, …)` → the answer of `/v1/translate` to that JSON body."""

    def send(**body: Any) -> TestResponse:
        return client.post("/v1/translate", json=body)

    return send


@pytest.fixture
def assert_error() -> Callable[..., dict[str, Any]]:
    """`assert_error(response, status, code, *fields)` → the error; the one shape, on every path."""

    def check(response: TestResponse, status: int, code: str, *fields: str) -> dict[str, Any]:
        assert response.status_code == status, response.get_data(as_text=True)
        assert response.mimetype == "application/json"
        assert response.headers["X-Request-Id"]
        body = response.get_json()
        assert list(body) == ["error"]
        error = body["error"]
        assert list(error) == ["code", "message", "fields"]
        assert error["code"] == code
        assert error["message"]
        assert [entry["field"] for entry in error["fields"]] == list(fields)
        assert all(list(entry) == ["field", "message"] for entry in error["fields"])
        return dict(error)

    return check
