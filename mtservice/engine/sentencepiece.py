"""The SentencePiece tokenizer of an Argos package (Kudo and Richardson 2018)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtservice.engine.places import trim
from mtservice.engine.tokenizer import Tokens
from mtservice.engine.wire import fields
from mtservice.errors import PackageError
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BLANK = "▁"
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_CONTROL = frozenset({"<s>", "</s>", "<pad>"})
_UNKNOWN = "<unk>"
_SURROGATE = re.compile("[\ud800-\udfff]")
# Field numbers of SentencePieceText and its pieces (sentencepiece.proto).
_PIECES, _PIECE, _BEGIN, _END = 2, 1, 4, 5


class SentencePieceTokenizer:
    """Reads and writes the pieces of a `sentencepiece.model` file.

    Raises `PackageError` when the file cannot be read as one.
    """

    def __init__(self, model_file: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            self._processor = SentencePieceProcessor(model_file=str(model_file))
        except (RuntimeError, OSError) as error:
            raise PackageError(
                f"{model_file} is damaged: SentencePiece cannot read it; install the package again"
            ) from error

    def encode(self, text: str) -> Tokens:
        """The pieces of `text`; the offsets are those of the text as given, not as normalised."""
        # SentencePiece takes UTF-8 only, which has no lone surrogates.
        readable = _SURROGATE.sub("\ufffd", text)
        proto = self._processor.encode(readable, out_type="serialized_proto")
        pieces, ranges = _pieces(proto)
        characters = _character_offsets(readable)
        spans = [Span(characters[begin], characters[end]) for begin, end in ranges]
        return Tokens(
            text, tuple(pieces), tuple(trim(text, span) for span in _widen(pieces, spans))
        )

    def decode(self, pieces: Sequence[str], *, after: str = "") -> Tokens:
        """The text of `pieces`: `▁` is a blank, byte pieces join to characters."""
        text = ""
        spans: list[Span] = []
        for group in _groups(pieces):
            start, surface = len(text), _surface(group)
            # The first blank is SentencePiece's own, and `after` may end in one.
            text += surface if text or after[-1:].strip() else surface.lstrip(" ")
            spans += [Span(start, len(text))] * len(group)
        return Tokens(text, tuple(pieces), tuple(trim(text, span) for span in spans))


def _pieces(proto: bytes) -> tuple[list[str], list[tuple[int, int]]]:
    """Pieces and their byte ranges, out of a serialised SentencePieceText.

    Read here because the library's own reader of it differs from version to version, and in some
    needs a further package.
    """
    pieces: list[str] = []
    ranges: list[tuple[int, int]] = []
    for number, value in fields(proto):
        if number == _PIECES and isinstance(value, bytes):
            piece = dict(fields(value))
            pieces.append(bytes(piece[_PIECE]).decode("utf-8"))
            ranges.append((int(piece.get(_BEGIN, 0)), int(piece.get(_END, 0))))
    return pieces, ranges


def _character_offsets(text: str) -> list[int]:
    """For each byte offset of the UTF-8 form, the offset of the character that it lies in."""
    offsets: list[int] = []
    for index, character in enumerate(text):
        offsets += [index] * len(character.encode("utf-8"))
    offsets.append(len(text))
    return offsets


def _widen(pieces: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Give each piece of an expanded character the whole character.

    SentencePiece gives the last such piece the character and the ones before it nothing.
    """
    widened = list(spans)
    for index in range(len(spans) - 2, -1, -1):
        here, following = widened[index], widened[index + 1]
        if not len(here) and pieces[index] != _BLANK and here.start == following.start:
            widened[index] = following
    return widened


def _groups(pieces: Sequence[str]) -> Iterator[list[str]]:
    """Single pieces, and runs of byte pieces that together spell one character."""
    run: list[str] = []
    for piece in pieces:
        byte = _BYTE.fullmatch(piece)
        if run and (not byte or _complete(run)):
            yield run
            run = []
        if byte:
            run.append(piece)
        else:
            yield [piece]
    if run:
        yield run


def _bytes(run: Sequence[str]) -> bytes:
    return bytes(int(piece[3:5], 16) for piece in run)


def _complete(run: Sequence[str]) -> bool:
    """Whether the bytes make a character already, or can no longer become one."""
    data = _bytes(run)
    lead = data[0]
    length = 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    return len(data) >= length


def _surface(group: Sequence[str]) -> str:
    piece = group[0]
    if _BYTE.fullmatch(piece):
        return _bytes(group).decode("utf-8", errors="replace")
    if piece in _CONTROL:
        return ""
    return "\ufffd" if piece == _UNKNOWN else piece.replace(_BLANK, " ")
