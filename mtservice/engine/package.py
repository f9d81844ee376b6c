"""Argos packages: a folder or an `.argosmodel` file with a translation model, opened and checked.

::

    translate-ja_en-1_1/
      metadata.json
      model/                the CTranslate2 model
      sentencepiece.model   or bpe.model
      README.md             optional, as are sentence splitters, which are not used
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from mtservice.engine import archive, limits, metadata
from mtservice.engine.base import EngineInfo
from mtservice.engine.bpe import BpeTokenizer
from mtservice.engine.sentencepiece import SentencePieceTokenizer
from mtservice.errors import ModelNotFoundError, PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.engine.metadata import Metadata
    from mtservice.engine.tokenizer import Tokenizer

SUFFIX = ".argosmodel"
PAIR = ("ja", "en")

_METADATA = "metadata.json"
_MODEL = "model"
_SENTENCEPIECE, _BPE = "sentencepiece.model", "bpe.model"


@dataclass(frozen=True, slots=True)
class Package:
    """A package in a folder, whose members are there and whose metadata is sound."""

    path: Path
    metadata: Metadata

    @property
    def name(self) -> str:
        """Languages and version, `translate-ja_en-1_1`."""
        return self.metadata.name

    @property
    def model_dir(self) -> Path:
        """The CTranslate2 model."""
        return self.path / _MODEL

    @property
    def target_prefix(self) -> str:
        """A token that each target must start with; mostly empty."""
        return self.metadata.target_prefix

    def files(self) -> tuple[Path, ...]:
        """The files that decide what the model says, in a fixed order."""
        model = sorted(path for path in self.model_dir.rglob("*") if path.is_file())
        others = (self.path / name for name in (_METADATA, _SENTENCEPIECE, _BPE))
        return (*model, *(path for path in others if path.is_file()))

    def tokenizer(self) -> Tokenizer:
        """Load the tokenizer. Raises `PackageError` when its file is damaged."""
        if (self.path / _SENTENCEPIECE).is_file():
            return SentencePieceTokenizer(self.path / _SENTENCEPIECE)
        codes = self.metadata.from_code, self.metadata.to_code
        return BpeTokenizer(self.path / _BPE, *codes)

    def digest(self) -> str:
        """SHA-256 over names and contents of `files`, hexadecimal. Reads them all."""
        total = hashlib.sha256()
        for path in self.files():
            name = path.relative_to(self.path).as_posix()
            total.update(f"{name}\0{archive.sha256(path)}\n".encode())
        return total.hexdigest()

    def info(self) -> EngineInfo:
        """What an engine over the package says of itself. Raises `PackageError` when damaged."""
        most_in, most_out = self._limits()
        return EngineInfo(
            name=self.name,
            hash=self.digest(),
            strategy=self.metadata.strategy,
            marks=self.metadata.marks,
            aligned=self.metadata.aligned,
            max_input_tokens=most_in,
            max_output_tokens=most_out,
            segment_tokens=self.metadata.segment_tokens or min(most_in, most_out) * 3 // 4,
            length_penalty=self.metadata.length_penalty,
        )

    def _limits(self) -> tuple[int, int]:
        """Most tokens in and out: those of the metadata, within the model's last position."""
        path = self.model_dir / "model.bin"
        try:
            found = limits.positions(path)
        except (ValueError, KeyError, OSError) as error:
            raise PackageError(
                f"{path} is damaged: {error}; fetch or install the package again"
            ) from error
        # One position is the end of the sentence.
        most_in = min(self.metadata.max_input_tokens, found.get("encoder", 1 << 30) - 1)
        most_out = min(self.metadata.max_output_tokens, found.get("decoder", 1 << 30) - 1)
        return most_in, most_out


def open_package(
    path: Path, *, unpack_to: Path | None = None, pair: tuple[str, str] = PAIR
) -> Package:
    """The package in the folder or `.argosmodel` file `path`.

    A file is unpacked once, into a folder of `unpack_to` named by its SHA-256; without `unpack_to`,
    into a temporary folder that goes when the process ends. Raises `ModelNotFoundError` when there
    is nothing at `path`, `PackageError` when it is not an Argos package, is damaged, unsafe, or
    translates another pair of languages.
    """
    if path.is_dir():
        return read_folder(path, pair=pair)
    if not path.exists():
        raise ModelNotFoundError(f"there is no model package at {path}")
    if unpack_to is None:
        unpack_to = Path(tempfile.mkdtemp(prefix="mtservice-"))
        atexit.register(shutil.rmtree, unpack_to, ignore_errors=True)
    folder = archive.unpack_once(path, unpack_to, lambda folder: read_folder(folder, pair=pair))
    return read_folder(folder, pair=pair)


def read_folder(folder: Path, *, pair: tuple[str, str] | None = PAIR) -> Package:
    """The package in `folder`, its members checked; any pair of languages for `pair=None`.

    Raises `PackageError`.
    """
    for problem in _missing(folder):
        raise PackageError(f"{folder} is not an Argos package: it has no {problem}")
    file = folder / _METADATA
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PackageError(f"{file} cannot be read: {error}") from error
    package = Package(folder, metadata.parse(text, where=str(file)))
    found = (package.metadata.from_code, package.metadata.to_code)
    if pair is not None and found != pair:
        raise PackageError(
            f"{folder} translates {found[0]}→{found[1]}; "
            f"a package for {pair[0]}→{pair[1]} is needed"
        )
    return package


def comparable(version: str) -> Version:
    """A version for comparison; one that cannot be read is older than any other."""
    try:
        return Version(version)
    except InvalidVersion:
        return Version("0.dev0")


def _missing(folder: Path) -> Iterator[str]:
    if not (folder / _METADATA).is_file():
        yield _METADATA
    if not (folder / _MODEL / "model.bin").is_file():
        yield f"{_MODEL}/model.bin"
    if not any((folder / name).is_file() for name in (_SENTENCEPIECE, _BPE)):
        yield f"{_SENTENCEPIECE} or {_BPE}"
