"""The service as it is run, in a process of its own: gunicorn, the bundled model, real HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest


class Served:
    """A running service, and how to ask it."""

    def __init__(self, home: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mtservice", "serve", "--port", str(self.port), *options],
                stdout=log,
                stderr=log,
                env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": "."},
            )

    def ask(
        self, method: str, path: str, body: str | bytes = b"", **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=240)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, named)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def translate(self, **body: Any) -> tuple[HTTPResponse, dict[str, Any]]:
        response, data = self.ask(
            "POST", "/v1/translate", json.dumps(body), Content_Type="application/json"
        )
        answer = json.loads(data)
        return response, answer["documents"][0] if response.status == 200 else answer

    def wait_until_ready(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/readyz")[0].status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        pytest.fail(self.log.read_text("utf-8", errors="replace"))


@contextmanager
def running(home: Path, *options: str) -> Iterator[Served]:
    """A service that is ready, with `options` of `mtservice serve`; it must end in peace."""
    service = Served(home, *options)
    try:
        service.wait_until_ready()
        yield service
    finally:
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(40) == 0
