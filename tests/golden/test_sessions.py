"""The command lines as a user meets them: each file of `sessions/` is typed in and must answer so.

A line `$ command` is given to a shell in an empty folder; what follows is what the terminal shows,
standard error included, and `[3]` where the exit code is not 0. `…` stands for what differs from
run to run. Lines before the first command say what the session shows. Run this file as a program
to write what comes out now into the sessions, for review.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))
_COMMAND = re.compile(r"^\$ (.*(?:\\\n.*)*)\n", re.MULTILINE)


def played(session: Path, folder: Path) -> str:
    """The session with what its commands answer now, run one after the other in `folder`."""
    text = session.read_text("utf-8")
    first = _COMMAND.search(text)
    assert first, f"{session} has no command"
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "BUNDLED": str(next((ROOT / "mtservice" / "bundled").glob("*.argosmodel"))),
    }
    parts = [text[: first.start()]]
    for match in _COMMAND.finditer(text):
        done = subprocess.run(
            ["bash", "-c", f"exec 2>&1; {match[1]}"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            check=False,
        )
        answer = done.stdout.decode()
        ended = "" if answer.endswith("\n") or not answer else "\n"
        code = f"[{done.returncode}]\n" if done.returncode else ""
        parts.append(match.group() + _steady(answer, folder) + ended + code)
    return "".join(parts)


def _steady(answer: str, folder: Path) -> str:
    """The answer without what differs from run to run."""
    answer = answer.replace(str(folder / "home"), "~").replace(str(folder), ".")
    answer = answer.replace(datetime.now(UTC).date().isoformat(), "TODAY")
    answer = re.sub(r"\b[0-9a-f]{64}\b", "…", answer)
    answer = re.sub(r"(?<=version) +[0-9a-f]{16}", "  …", answer)
    return re.sub(r"\d+\.\d s\b", "… s", answer)


@pytest.mark.model
@pytest.mark.timeout(180)
@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem)
def test_the_session_goes_as_written(session: Path, tmp_path: Path) -> None:
    assert played(session, tmp_path) == session.read_text("utf-8")


if __name__ == "__main__":
    for path in SESSIONS:
        with tempfile.TemporaryDirectory() as place:
            path.write_text(played(path, Path(place)), encoding="utf-8")
