"""Packages made from the bundled one, a place to put them, and a server that offers them."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fakes.packages import Serve

from mtservice.settings import Settings


@pytest.fixture
def places(tmp_path: Path) -> Settings:
    """Empty data and cache folders."""
    return Settings(data_dir=str(tmp_path / "data"), cache_dir=str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def unpacked(bundled_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled package as a folder; not to be changed."""
    parent = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(bundled_model) as archive:
        archive.extractall(parent)
    (folder,) = parent.iterdir()
    return folder


@pytest.fixture
def folder_of(unpacked: Path, tmp_path: Path) -> Callable[..., Path]:
    """`folder_of(name, **metadata)`: a copy of the bundled package whose metadata says so."""

    def make(name: str = "copy", **metadata: object) -> Path:
        folder = tmp_path / name
        shutil.copytree(unpacked, folder)
        file = folder / "metadata.json"
        data = json.loads(file.read_text("utf-8")) | metadata
        file.write_text(json.dumps(data), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve({path: body | status | (announced length, body)})` → address of a local server."""
    servers: list[ThreadingHTTPServer] = []

    def start(answers: dict[str, bytes | int | tuple[int, bytes]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = answers.get(self.path, 404)
                if isinstance(answer, int):
                    self.send_error(answer)
                    return
                length, body = answer if isinstance(answer, tuple) else (len(answer), answer)
                self.send_response(200)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
