"""A workbook looked at before it is opened: zip bombs and XML with definitions are refused.

Sizes are those that the archive's directory declares; Python's `zipfile` never reads more of a
member than is declared there, so that a directory that lies cuts the member short, and its checksum
fails.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, Final

from glossary.errors import FormatError
from glossary.formats.xmlread import refuse_definitions

MAX_UNPACKED: Final = 512 * 1024 * 1024
MAX_RATIO: Final = 250
"""How many times larger than packed the whole may unpack, once it is over `_SMALL`."""
MAX_MEMBERS: Final = 2_000

_SMALL: Final = 16 * 1024 * 1024
_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises for archives that are none, cut off, encrypted or garbled."""
_XML: Final = (".xml", ".rels", ".vml")


def check(data: bytes, path: str) -> None:
    """Raise `FormatError` unless `data` is a zip archive of a workbook that is safe to unpack."""
    if data.startswith(_ENCRYPTED):
        reason = "this is an old (.xls) or a locked workbook; save it as .xlsx without a password"
        raise _error(reason, path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive.infolist(), len(data), path)
            if damaged := archive.testzip():
                raise zipfile.BadZipFile(f"its part {damaged} does not agree with its checksum")
            _check_members(archive, path)
    except _DAMAGED as error:
        reason = f"this is not a workbook (.xlsx), or a damaged one ({error}); save it again"
        raise _error(reason, path) from None


def _check_sizes(members: list[zipfile.ZipInfo], packed: int, path: str) -> None:
    unpacked = sum(member.file_size for member in members)
    is_bomb = unpacked > MAX_UNPACKED or (
        unpacked > _SMALL and unpacked > MAX_RATIO * max(packed, 1)
    )
    if is_bomb or len(members) > MAX_MEMBERS:
        reason = (
            f"the workbook would unpack from {packed:,} to {unpacked:,} bytes in {len(members):,} "
            "parts, as zip bombs do; it is refused"
        )
        raise _error(reason, path)


def _check_members(archive: zipfile.ZipFile, path: str) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        raise _error("this is a zip archive, not a workbook (.xlsx); save it as .xlsx", path)
    for name in names:
        if name.lower().endswith(_XML):
            with archive.open(name) as member:
                _refuse_definitions(member, name, path)


def _refuse_definitions(member: IO[bytes], name: str, path: str) -> None:
    try:
        refuse_definitions(member, path)
    except FormatError as error:
        raise _error(f"in the part {name}: {error.reason}", path) from None


def _error(reason: str, path: str) -> FormatError:
    return FormatError(reason, path=path, line=1, column=1)
