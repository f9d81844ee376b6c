"""Evaluation sets: a folder with the Japanese, a reference, and what else there is.

`src.ja` and `ref.en` have one segment a line; `terms.tsv` (`segment<TAB>ja<TAB>en`, segments
counted from 0) asks for renderings; `systems/*.en` are outputs of other systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A term of one segment and the rendering that is asked for."""

    segment: int
    source: str
    target: str
    admitted: tuple[str, ...] = ()
    """Other renderings that are right too."""


@dataclass(frozen=True, slots=True)
class EvalSet:
    """An evaluation set; all tuples of lines are parallel."""

    name: str
    source: tuple[str, ...]
    reference: tuple[str, ...]
    terms: tuple[AskedTerm, ...] = ()
    systems: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read(folder: Path, lines: int | None = None) -> EvalSet:
    """The set in `folder`, its first `lines` segments if that is given.

    Raises `InputError` that names the file where one is missing, not parallel or malformed.
    """
    source, reference = (read_lines(folder / name)[:lines] for name in ("src.ja", "ref.en"))
    _check_parallel(folder / "ref.en", reference, source)
    terms = _terms(folder / "terms.tsv") if (folder / "terms.tsv").is_file() else ()
    outputs = {path.stem: read_lines(path)[:lines] for path in sorted(folder.glob("systems/*.en"))}
    for name, output in outputs.items():
        _check_parallel(folder / "systems" / f"{name}.en", output, source)
    return EvalSet(
        folder.name,
        source,
        reference,
        tuple(term for term in terms if term.segment < len(source)),
        tuple(outputs.items()),
    )


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a UTF-8 file without their ends; raises `InputError` where it is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8") from error
    return tuple(text.removesuffix("\n").split("\n"))


def _check_parallel(path: Path, lines: tuple[str, ...], source: tuple[str, ...]) -> None:
    if len(lines) != len(source):
        raise InputError(f"{path}: {len(lines)} lines, but src.ja has {len(source)}")


def _terms(path: Path) -> tuple[AskedTerm, ...]:
    terms = []
    for number, line in enumerate(read_lines(path), start=1):
        cells = line.split("\t")
        if len(cells) != 3 or not cells[0].isdecimal():
            raise InputError(f"{path}, line {number}: expected segment, Japanese and English")
        terms.append(AskedTerm(int(cells[0]), cells[1], cells[2]))
    return tuple(terms)
