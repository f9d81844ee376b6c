"""A running server around a translator whose engine is known exactly, and real clients for it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import deepl
import pytest
from fakes.engine import DictionaryEngine
from flask import Flask
from libretranslatepy import LibreTranslateAPI
from werkzeug.serving import make_server

from mtservice.engine.base import Engine
from mtservice.pipeline import Translator
from mtservice.settings import Settings
from mtservice.shelf import Shelf
from mtservice.web import create_app
from mtservice.wiring import glossary_places

TABLE = {
    "議会": "legislature",
    "は": "",
    "停戦": "truce",
    "を": "",
    "求めた": "sought",
    "首相": "premier",
    "会見した": "spoke",
    "ファイル": "file",
    "消した": "deleted",
}


@pytest.fixture
def engine() -> Engine:
    return DictionaryEngine(TABLE, strategy="annotate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The glossary folder, with one glossary that is the server's default."""
    made = tmp_path / "glossaries"
    made.mkdir()
    (made / "house.tsv").write_text("source\ttarget\n首相\tPrime Minister\n", "utf-8")
    return made


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings(
        glossaries=("house",), glossary_dir=str(folder), max_chars=1000, max_body_bytes=20_000
    )


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Flask:
    shelf = Shelf(partial(glossary_places, settings))
    translator = Translator(engine, shelf, default_glossaries=settings.glossaries)
    return create_app(translator, settings)


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """The address of the server, which runs in a thread."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def libre(url: str) -> LibreTranslateAPI:
    return LibreTranslateAPI(url, api_key="any key")


@pytest.fixture
def client_of_deepl(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[deepl.DeepLClient]:
    monkeypatch.setattr(deepl.http_client, "max_network_retries", 0)
    client = deepl.DeepLClient("any key", server_url=url)
    yield client
    client.close()


@pytest.fixture
def ask(url: str) -> Callable[..., tuple[int, Any]]:
    """`ask("POST", "/translate", {…})` → status and JSON body, as any program would ask."""

    def send(method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        connection = HTTPConnection(url.removeprefix("http://"), timeout=30)
        try:
            data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
            named = {"Content-Type": "application/json"} if data is not None else {}
            named |= {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, data, named)
            response = connection.getresponse()
            text = response.read()
            return response.status, json.loads(text) if text else None
        finally:
            connection.close()

    return send
