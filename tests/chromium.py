"""A headless Chromium, driven without any further package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), "")


class Browser:
    """A headless Chromium, driven over its debugging pipe (JSON messages that end in a NUL)."""

    def __init__(self, home: Path) -> None:
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        flags += ["--remote-debugging-pipe", f"--user-data-dir={home}"]

        def connect() -> None:  # Chromium reads descriptor 3 and writes descriptor 4
            high = [os.dup2(to_read, 33), os.dup2(to_write, 34)]
            for wanted, kept in zip((3, 4), high, strict=True):
                os.dup2(kept, wanted)

        self._process = subprocess.Popen(
            [str(CHROMIUM), *flags],
            preexec_fn=connect,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(home)},
        )
        os.close(to_read)
        os.close(to_write)
        self._left, self._count, self._session = b"", 0, ""
        self.complaints: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._count:
            if answer.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.complaints.append(json.dumps(answer["params"]))
        assert "error" not in answer, answer
        return answer["result"]

    def _receive(self) -> Any:
        while b"\0" not in self._left:
            chunk = os.read(self._from, 1 << 16)
            assert chunk, "Chromium has ended"
            self._left += chunk
        message, self._left = self._left.split(b"\0", 1)
        return json.loads(message)

    def open(self, address: str) -> None:
        self.send("Page.navigate", url=address)
        self.wait(f"location.href == {json.dumps(address)} && document.readyState == 'complete'")

    def run(self, script: str) -> Any:
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.run(condition):
            assert time.monotonic() < end, f"never became true: {condition}"
            time.sleep(0.02)

    def press(self, key: str, code: int, *, control: bool = False) -> None:
        keys = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 2 * control}
        if key == "Enter":
            keys["text"] = "\r"
        self.send("Input.dispatchKeyEvent", type="keyDown", **keys)
        self.send("Input.dispatchKeyEvent", type="keyUp", **keys)

    def close(self) -> None:
        os.close(self._to)  # Chromium ends itself, children and all, when its pipe does
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from)
