"""What the pipeline asks of an engine, and nothing of how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mtservice.model import Span


@dataclass(frozen=True, slots=True)
class TermMarks:
    """The strings that a model was trained to read a wanted rendering between.

    The source of such a model says `open + term + middle + rendering + close` for `term`.
    """

    open: str
    middle: str
    close: str

    def annotate(self, term: str, rendering: str) -> str:
        """The source phrase with the wanted rendering beside it."""
        return f"{self.open}{term}{self.middle}{rendering}{self.close}"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What a caller may know of an engine."""

    name: str
    """Package name and version, `translate-ja_en-0_1`."""
    hash: str
    """SHA-256 of the files that decide what the model says, hexadecimal."""
    strategy: str = "plain"
    """`annotate`, `code-switch` or `plain`: how a wanted rendering is given to the model."""
    marks: TermMarks | None = None
    """For `annotate`."""
    aligned: bool = False
    """Whether attention comes from a head that was trained to align."""
    max_input_tokens: int = 1024
    max_output_tokens: int = 256
    segment_tokens: int = 192
    """Above which a sentence is better translated in parts."""
    length_penalty: float = 1.0
    """With which the model translates best; above 1 it favours longer hypotheses."""


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One sentence for the model to read."""

    text: str
    prefix: str = ""
    """Target text that the translation must begin with; decoding goes on from its end."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How to decode; part of the signature."""

    beam_size: int = 4
    hypotheses: int = 1
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    attention: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """One hypothesis.

    `attention[t, s]` is how much target token `t` looked at source token `s`; `None` if not asked.
    Spans point into `text` and into the text of the request.
    """

    text: str
    score: float
    """Mean log-probability per target token, end included."""
    target_spans: tuple[Span, ...] = ()
    source_spans: tuple[Span, ...] = ()
    attention: NDArray[np.float32] | None = None
    truncated: bool = False
    """The decoding stopped at the length limit, or the source was longer than the model reads."""


class Engine(Protocol):
    """Translates sentences, one by one in large batches; never splits or joins them."""

    @property
    def info(self) -> EngineInfo:
        """What the engine is."""
        ...

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        """For each request, in order, its hypotheses, best first (at least one).

        The best one does not depend on how many are asked for, nor on the other requests.

        Raises `EngineError` when the model fails.
        """
        ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (source, target) text, the mean log-probability per target token."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens the model reads `text` as."""
        ...
