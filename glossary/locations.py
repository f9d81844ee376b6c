"""What a person writes to say where a glossary is: a file, or a glossary in a store.

A store is a `.db`, `.sqlite` or `.sqlite3` file, a `sqlite:///…` or a `postgresql://…` address; a
`#name` behind it says which of several glossaries in the store is meant. All else is a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from glossary.errors import UnknownEntryError

SUFFIXES = (".db", ".sqlite", ".sqlite3")
"""Of the files that are taken for stores."""

_ADDRESS = re.compile(r"(?P<kind>[a-z][a-z0-9]*)(?:\+[a-z0-9]+)?://(?P<rest>.*)", re.DOTALL)
_POSTGRESQL = ("postgresql", "postgres")
_SECRET = re.compile(r"(?<=://)([^/@:]*):[^/]*@|(?<=[?&]password=)[^&#]*")


@dataclass(frozen=True, slots=True)
class StoreLocation:
    """A glossary in a store."""

    address: str
    """`sqlite` or `postgresql`, `://`, and what follows; without the name of a glossary."""
    glossary: str = ""
    """The glossary that is meant; empty for the only one."""

    @property
    def path(self) -> Path | None:
        """The file of an SQLite store."""
        kind, _, rest = self.address.partition("://")
        return Path(unquote(rest.removeprefix("/").partition("?")[0])) if kind == "sqlite" else None

    @property
    def default_name(self) -> str:
        """What the glossary is called unless said: the file's stem, or the database's name."""
        if self.glossary:
            return self.glossary
        if self.path:
            return self.path.stem
        return unquote(self.address.partition("?")[0].rpartition("/")[2]) or "glossary"

    @property
    def store(self) -> str:
        """How to show the store: a path, or the address without its password."""
        return str(self.path) if self.path else _SECRET.sub(_hidden, self.address)

    def __str__(self) -> str:
        return f"{self.store}#{self.glossary}" if self.glossary else self.store


def store_location(where: Path | str) -> StoreLocation | None:
    """The glossary in a store that `where` names; nothing where it names a file.

    Raises `UnknownEntryError` for an address that no store can have.
    """
    found = _ADDRESS.fullmatch(str(where)) if isinstance(where, str) else None
    if found is None:
        return _in_file(Path(where))
    rest, _, glossary = found["rest"].partition("#")
    if found["kind"] in _POSTGRESQL:
        return StoreLocation(f"postgresql://{rest}", unquote(glossary))
    if found["kind"] != "sqlite":
        raise UnknownEntryError(
            f"{found['kind']}:// is no store of glossaries; write a .db file, or postgresql://…"
        )
    if not rest.removeprefix("/").partition("?")[0]:
        raise UnknownEntryError(f"{where} names no file; write sqlite:///house.db")
    return StoreLocation(f"sqlite://{rest}", unquote(glossary))


def _in_file(path: Path) -> StoreLocation | None:
    name = path.name
    glossary = ""
    if "#" in name and not path.exists():
        name, _, quoted = name.partition("#")
        glossary = unquote(quoted)
    if Path(name).suffix.lower() not in SUFFIXES:
        return None
    # `%`, `?` and `#` mean something in an address.
    quoted = re.sub("[%?#]", lambda mark: f"%{ord(mark[0]):02X}", str(path.with_name(name)))
    return StoreLocation(f"sqlite:///{quoted}", glossary)


def _hidden(found: re.Match[str]) -> str:
    return "***" if found[1] is None else f"{found[1]}:***@"
