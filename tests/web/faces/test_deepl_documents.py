"""Documents over DeepL's API: sent, asked after and fetched by its own client."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import deepl
import pytest
from fakes.engine import DictionaryEngine, FailingEngine
from flask import Flask

from mtservice.engine.base import Engine
from mtservice.errors import BusyError, EncodingError
from mtservice.web.deepl.jobs import Jobs, Ticket
from mtservice.web.outbox import Finished, Outbox

Client = deepl.DeepLClient


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client would sleep for five seconds between two looks."""
    pause = threading.Event()
    monkeypatch.setattr(deepl.translator.time, "sleep", lambda _: pause.wait(0.02))


def translate_file(client: Client, name: str, data: bytes, **options: Any) -> bytes:
    out = io.BytesIO()
    status = client.translate_document(data, out, target_lang="EN-US", filename=name, **options)
    assert status.done
    return out.getvalue()


def test_documents(client_of_deepl: Client, tmp_path: Path) -> None:
    made = client_of_deepl.create_glossary("c", "JA", "EN", {"停戦": "ceasefire"})
    path = tmp_path / "報告.md"
    path.write_text("# 首相\n\n首相は**停戦**を求めた\n", "utf-8")
    with path.open("rb") as file:
        handle = client_of_deepl.translate_document_upload(
            file, source_lang="JA", target_lang="EN-US", glossary=made
        )
    status = client_of_deepl.translate_document_wait_until_done(handle)
    assert status.billed_characters == len(path.read_text("utf-8"))
    assert client_of_deepl.translate_document_get_status(handle).done
    fetched = io.BytesIO()
    client_of_deepl.translate_document_download(handle, fetched)
    expected = "# Prime Minister\n\nPrime Minister **ceasefire** sought\n"
    assert fetched.getvalue().decode() == expected
    with pytest.raises(deepl.DeepLException, match="Not found"):
        client_of_deepl.translate_document_get_status(handle)
    assert client_of_deepl.get_usage().character.count == len(path.read_text("utf-8"))


def test_documents_as_bytes_and_by_path(client_of_deepl: Client, tmp_path: Path) -> None:
    assert translate_file(client_of_deepl, "a.TXT", "\ufeff首相\r\n".encode()).decode() == (
        "\ufeffPrime Minister\r\n"
    )
    path, out = tmp_path / "in.txt", tmp_path / "out.txt"
    path.write_text("首相", "utf-8")
    client_of_deepl.translate_document_from_filepath(path, out, target_lang="EN-GB")
    assert out.read_text("utf-8") == "Prime Minister"


def test_a_document_that_cannot_be_read_says_why(client_of_deepl: Client) -> None:
    with pytest.raises(deepl.DocumentTranslationException, match=r"byte 0 is not UTF-8; convert"):
        translate_file(client_of_deepl, "a.txt", b"\x82\xa0")


@pytest.mark.parametrize("engine", [FailingEngine(DictionaryEngine({}))])
def test_a_failure_of_the_server_says_only_that(engine: Engine, client_of_deepl: Client) -> None:
    with pytest.raises(deepl.DocumentTranslationException, match="the translation failed"):
        translate_file(client_of_deepl, "a.txt", "議会は停戦を求めた。".encode())


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("a.exe", {}, "Value for 'file' not supported"),
        ("a.txt", {"output_format": "pdf"}, "Value for 'output_format' not supported"),
        ("a.txt", {"formality": "more"}, "'formality' is not supported"),
        ("a.txt", {"source_lang": "DE"}, "Value for 'source_lang' not supported"),
        ("a.txt", {"style_rule": "x"}, "Value for 'style_id' not supported"),
    ],
)
def test_what_is_refused_at_once(
    name: str, options: dict[str, Any], message: str, client_of_deepl: Client
) -> None:
    with pytest.raises(deepl.DeepLException, match=message):
        translate_file(client_of_deepl, name, b"x", **options)


def test_without_a_file_or_with_a_wrong_key(app: Flask) -> None:
    client = app.test_client()
    response = client.post("/v2/document", data={"target_lang": "EN"})
    assert (response.status_code, response.get_json()) == (400, {"message": "Invalid file data."})
    form = {"target_lang": "EN", "file": (io.BytesIO(b"x"), "a.txt")}
    document_id = client.post("/v2/document", data=form).get_json()["document_id"]
    for path in (f"/v2/document/{document_id}", f"/v2/document/{document_id}/result"):
        for key in ("", "鍵", "0" * 64):
            assert client.post(path, json={"document_key": key}).status_code == 404


def test_a_result_that_is_not_there_yet() -> None:
    jobs, go = Jobs(waiting=1), threading.Event()

    def work() -> tuple[Finished, int]:
        assert go.wait(10)
        return Finished("a.txt", b"done"), 3

    tickets = [jobs.start(work) for _ in range(3)]
    with pytest.raises(BusyError, match="3 documents are already waiting"):
        jobs.start(work)
    assert jobs.fetch(tickets[0]) is None
    said = {jobs.progress(ticket).status for ticket in tickets}  # type: ignore[union-attr]
    assert said <= {"queued", "translating"}
    assert jobs.progress(Ticket(tickets[0].id, "another key")) is None
    go.set()
    for ticket in tickets:
        while (progress := jobs.progress(ticket)) and progress.status != "done":
            pass
        assert progress is not None
        assert progress.characters == 3
        assert jobs.fetch(ticket) == Finished("a.txt", b"done")
        assert jobs.progress(ticket) is None


@pytest.mark.parametrize(
    ("error", "told"),
    [(EncodingError("byte 0"), "byte 0"), (KeyError("秘密"), "the translation failed")],
)
def test_only_errors_of_the_caller_are_told(
    error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> tuple[Finished, int]:
        raise error

    jobs = Jobs(waiting=1)
    ticket = jobs.start(work)
    while (progress := jobs.progress(ticket)) and progress.status != "error":
        pass
    assert progress is not None
    assert progress.message == told
    assert "秘密" not in caplog.text


def test_the_outbox_forgets() -> None:
    now = [0.0]
    outbox = Outbox(most_bytes=10, seconds=60, clock=lambda: now[0])
    first = outbox.put(Finished("a", b"12345678"))
    assert outbox.get(first) == Finished("a", b"12345678")
    second = outbox.put(Finished("b", b"12345678"))
    assert outbox.get(first) is None, "no room for both"
    now[0] = 61.0
    assert outbox.get(second) is None, "too late"
    large = outbox.put(Finished("c", b"x" * 20))
    assert outbox.get(large, last=True) is not None
    assert outbox.get(large) is None
