"""A size of the model and how it is trained, read from one TOML file."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Model:
    """Shape of the Transformer (pre-norm, ReLU, one embedding for both sides and the output)."""

    dim: int = 256
    heads: int = 4
    ffn: int = 1024
    encoder_layers: int = 4
    decoder_layers: int = 2
    positions: int = 512
    """Longest input and output in tokens."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """The SentencePiece model."""

    vocabulary: int = 8000
    """Pieces before the three term marks are added."""
    sentences: int = 500_000
    """Most lines that it is trained on, both languages together."""
    sampled: float = 0.0
    """Share of the examples whose source is cut into pieces by chance (Kudo, 2018); renderings
    between term marks never are, so that they stay easy to copy."""
    smoothing: float = 0.3
    """How much that chance prefers the usual pieces."""


@dataclass(frozen=True, slots=True)
class Data:
    """Which pairs are used and how often each is drawn."""

    tiers: tuple[str, ...] = ("authored", "general", "technical")
    max_source: int = 130
    """Longest Japanese side in characters; the `authored` tier may be 2.5 times as long."""
    held_out: int = 400
    """Pairs kept aside to watch the loss, half of them from the `authored` tier."""
    keep: dict[str, float] = field(default_factory=dict)
    """Share of a source's pairs that is kept, by name of the source or of its tier; else all."""
    weight: dict[str, float] = field(default_factory=dict)
    """How often a kept pair is drawn relative to others, likewise; else 1."""
    linked: float = 1.0
    """Share of the examples that keep the alignment of words that were not marked."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """How pairs are changed so that the model learns to obey term marks. All are probabilities."""

    annotated: float = 0.6
    """A pair has marked terms at all."""
    marked: float = 0.75
    """A phrase of such a pair is marked (most four)."""
    other_rendering: float = 0.35
    """A marked phrase gets another rendering on both sides."""
    planted: float = 0.25
    """A marked phrase is replaced by a name from the lists on both sides."""
    kept_as_is: float = 0.05
    """A marked phrase is a string of Latin letters that is to stay as it is."""
    swapped: float = 0.12
    """A name that is not marked is replaced by another on both sides."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of training on one packed sample of the mixture."""

    name: str
    examples: int
    """Pairs drawn for the pack; training runs through them once and starts again if need be."""
    steps: int
    learning_rate: float
    warmup: int = 400
    authored: float = 0.3
    """Share of the examples that comes from the `authored` tier."""
    entries: float = 0.0
    """Share of the examples that are a term of the lists and its rendering, and no more."""
    packs: int = 1
    """How many times the examples are drawn and annotated; each time through takes the next."""


@dataclass(frozen=True, slots=True)
class Train:
    """The optimiser and what is written along the way."""

    stages: tuple[Stage, ...]
    batch_tokens: int = 3000
    """Target and source tokens in a batch, padding included."""
    max_tokens: int = 110
    """Longest side of a pair in tokens; longer pairs are left out."""
    dropout: float = 0.1
    label_smoothing: float = 0.1
    alignment_weight: float = 0.1
    clip: float = 1.0
    checkpoint_steps: int = 500
    keep_checkpoints: int = 8
    precision: str = "float32"
    """`float32` or `bfloat16`."""


@dataclass(frozen=True, slots=True)
class Package:
    """What the package says of itself."""

    version: str
    quantization: str = "int8"
    length_penalty: float = 1.0
    """With which the model translates best, found on development sets."""
    segment_tokens: int = 0
    """Above which a sentence is better translated in parts; 0 where that is not known."""
    note: str = ""
    """A sentence for the model card on how this very model came about."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that decides a run, but for the data itself."""

    work: Path
    seed: int
    model: Model
    tokenizer: Tokenizer
    data: Data
    annotation: Annotation
    train: Train
    package: Package


class ConfigError(ValueError):
    """The configuration file has an unknown, missing or wrong entry."""


def load(path: Path, work: Path | None = None) -> Config:
    """The configuration in the TOML file `path`; `work` replaces its work folder.

    Raises `ConfigError` naming the entry that is unknown or missing.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if work is not None:
        table["work"] = str(work)
    train = table.get("train", {})
    train["stages"] = tuple(_build(Stage, stage, "train.stages") for stage in train["stages"])
    sections = {"model": Model, "tokenizer": Tokenizer, "data": Data, "annotation": Annotation}
    sections |= {"train": Train, "package": Package}
    for name, kind in sections.items():
        table[name] = _build(kind, table.get(name, {}), name)
    table["work"] = Path(table["work"])
    config: Config = _build(Config, table, "the file")
    return config


def _build(kind: Any, table: dict[str, Any], where: str) -> Any:
    names = {entry.name for entry in dataclasses.fields(kind)}
    if unknown := sorted(set(table) - names):
        raise ConfigError(f"unknown entries in {where}: {', '.join(unknown)}")
    table = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    try:
        return kind(**table)
    except TypeError as error:
        raise ConfigError(f"{where}: {error}") from error
