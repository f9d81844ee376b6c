"""A PostgreSQL server of our own, from Debian's package: made, used and thrown away.

It listens on a socket in a temporary folder and on no port, so that it meets no other server.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"
# Nothing here needs to outlive a power cut.
_OPTIONS = "-c listen_addresses='' -c fsync=off -c max_connections=40 -k {folder}"


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest version first."""
    versions = [path for path in _DEBIAN.glob("*/bin") if path.parent.name.isdecimal()]
    for folder in sorted(versions, key=lambda path: -int(path.parent.name)):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def why_not() -> str:
    """Why no server can be started here; empty where one can."""
    if find_programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.getuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and there is no runuser"
    return ""


@dataclass
class Server:
    """A running server."""

    folder: Path
    programs: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"made{next(self._numbers)}"
        _run([str(self.programs / "createdb"), "-h", str(self.folder), "-U", _USER, name])
        return f"postgresql://{_USER}@/{name}?host={self.folder}"


@contextmanager
def running() -> Iterator[Server]:
    """A server that is stopped and removed at the end."""
    programs = find_programs()
    assert programs
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _USER)
        made = ["-D", str(folder / "data"), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
        _run([str(programs / "initdb"), *made, "--locale=C.UTF-8"])
        control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        options = _OPTIONS.format(folder=folder)
        _run([*control, "-o", options, "-l", str(folder / "log"), "start"])
        try:
            yield Server(folder, programs)
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs, as its own user where this is root."""
    if os.getuid() == 0:
        command = ["runuser", "-u", _USER, "--", *command]
    with tempfile.TemporaryFile() as said:  # a pipe would stay open in the server
        done = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        assert done.returncode == 0, said.read().decode()
