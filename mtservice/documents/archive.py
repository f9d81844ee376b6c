"""Zip files that documents are packed in, read with care and written again as they were."""

from __future__ import annotations

import zipfile
import zlib
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from mtservice.errors import DocumentError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MEMBERS = 10_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file in memory whose entries have been checked."""

    name: str
    data: bytes
    members: tuple[zipfile.ZipInfo, ...]

    def __contains__(self, member: str) -> bool:
        return any(item.filename == member for item in self.members)

    def read(self, member: str) -> bytes:
        """The bytes of an entry. Raises `DocumentError` where it is missing or damaged."""
        if member not in self:
            raise DocumentError(
                f"{self.name}: the file has no {member}: it is damaged, or of another format"
            )
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as file:
                return file.read(member)
        except _DAMAGED as error:
            raise DocumentError(f"{self.name}: {member} is damaged ({error})") from None

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The file with other bytes for some of its entries; order, names and dates stay."""
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(self.data)) as old, zipfile.ZipFile(out, "w") as new:
            for member in self.members:
                info = copy(member)
                info.extra = b""
                said = parts.get(member.filename)
                new.writestr(info, old.read(member) if said is None else said)
            new.comment = old.comment
        return out.getvalue()


def open_archive(data: bytes, name: str, what: str, max_unpacked: int) -> Archive:
    """The zip file `data`, which is to be a document of the kind `what`.

    Raises `DocumentError` where it is none, damaged, encrypted, or holds a name that leads out of
    it; `TooLargeError` where it would take more than `max_unpacked` bytes.
    """
    if data.startswith(_OLE):
        raise DocumentError(
            f"{name}: this {what} file is encrypted with a password, or of an old Office program; "
            f"save it without a password as {what}"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            members = tuple(file.infolist())
    except (*_DAMAGED, ValueError) as error:
        raise DocumentError(f"{name}: this is no {what} file, or a damaged one ({error})") from None
    _check(members, name, max_unpacked)
    return Archive(name, data, members)


def member_names(data: bytes) -> frozenset[str]:
    """The names of the entries; none where it is no zip file."""
    if not data.startswith(b"PK"):
        return frozenset()
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return frozenset(file.namelist())
    except (*_DAMAGED, ValueError):
        return frozenset()


def peek(data: bytes, member: str, size: int = 200) -> bytes:
    """The first bytes of an entry; none where there is no such entry in a sound zip file."""
    if member not in member_names(data):
        return b""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file, file.open(member) as stream:
            return stream.read(size)
    except _DAMAGED:
        return b""


def _check(members: tuple[zipfile.ZipInfo, ...], name: str, max_unpacked: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise TooLargeError(
            f"{name}: the file holds {len(members):,} entries; at most {MAX_MEMBERS:,} are read"
        )
    size = sum(member.file_size for member in members)
    if size > max_unpacked:
        raise TooLargeError(
            f"{name}: unpacked it would take {size:,} bytes; at most {max_unpacked:,} are read "
            "(MTSERVICE_MAX_UNPACKED_BYTES)"
        )
    seen: set[str] = set()
    for member in members:
        if _leads_out(member.orig_filename):
            raise DocumentError(
                f"{name}: the entry {member.orig_filename[:80]!r} leads out of the file; "
                "it is not to be trusted"
            )
        if member.filename in seen:
            raise DocumentError(f"{name}: the entry {member.filename[:80]!r} is there twice")
        if member.flag_bits & _ENCRYPTED:
            raise DocumentError(
                f"{name}: the file is encrypted with a password; save it without one"
            )
        seen.add(member.filename)


def _leads_out(name: str) -> bool:
    windows = PureWindowsPath(name)
    rooted = name.startswith("/") or bool(windows.drive) or bool(windows.root)
    return rooted or "\\" in name or "\0" in name or ".." in PurePosixPath(name).parts
