"""Whether a package is as it was installed, and translates."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.engine import checksums
from mtservice.engine.argos import ArgosEngine
from mtservice.engine.base import EngineOptions, EngineRequest
from mtservice.errors import EngineError, PackageError

if TYPE_CHECKING:
    from mtservice.engine.package import Package

_SENTENCE = "ミンスクで首脳会合が開かれた。"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out about a package."""

    name: str
    checked: bool
    """Whether there were recorded hashes to check the files by."""
    problems: tuple[str, ...]
    sentence: str = ""
    """A sentence that it was given, and …"""
    translation: str = ""
    """… what it made of it; empty when it does not load or says nothing."""
    seconds: float = 0.0
    """Loading and translating together."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(package: Package) -> Verification:
    """Check the files of `package` by their recorded hashes, load it, translate one sentence."""
    problems = list(checksums.problems(package.path))
    began = time.perf_counter()
    translation = ""
    try:
        translation = _translate(package)
    except (PackageError, EngineError) as error:
        problems.append(str(error))
    else:
        if not translation.strip():
            problems.append("it translates a sentence into nothing")
    return Verification(
        package.name,
        checksums.recorded(package.path),
        tuple(problems),
        _SENTENCE,
        translation,
        time.perf_counter() - began,
    )


def _translate(package: Package) -> str:
    engine = ArgosEngine(package, inter_threads=1, intra_threads=1)
    [(draft, *_)] = engine.translate([EngineRequest(_SENTENCE)], EngineOptions(attention=False))
    return draft.text
