"""Bytes of a text file as text: UTF-8, and nothing is guessed."""

from __future__ import annotations

from glossary.errors import FormatError


def decode(data: bytes, path: str = "") -> str:
    """UTF-8 bytes as text; raises `FormatError` that names the line and column of a bad byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError("the file is UTF-16; save it as UTF-8", path=path, line=1, column=1)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        reason = (
            f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8 "
            "(Shift_JIS: `iconv -f CP932 -t UTF-8`)"
        )
        raise FormatError(reason, path=path, line=line, column=column) from None
