"""Token arrays for training: pairs drawn from the mixture, annotated, with their alignments."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from training import align, clean, files, phrases, terms, tokenizer
from training.annotate import Annotator, edited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from training.align import Links
    from training.annotate import Stretch
    from training.clean import Pair
    from training.config import Config, Stage
    from training.phrases import Span


@dataclass(frozen=True, slots=True)
class Example:
    """Pieces of both sides and pairs (target piece, source piece) that belong together."""

    source: list[int]
    target: list[int]
    links: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text in pieces."""

    ids: list[int]
    spans: list[Span]
    """The stretch of the text that each piece stands for."""

    def within(self, start: int, end: int) -> list[int]:
        """Indices of the pieces that overlap a stretch of the text."""
        return [i for i, (first, last) in enumerate(self.spans) if first < end and last > start]


def run(config: Config) -> None:
    """Write `pack-STAGE.npz` for each stage and `pack-held-out.npz` to the work folder."""
    maker = Maker(config)
    pairs = clean.read(config.work / clean.PAIRS)
    links = align.read(config.work / align.LINKS)
    for index, stage in enumerate(config.train.stages):
        maker.restart(config.seed + index)
        drawn = draw(config, stage, pairs, random.Random(config.seed + index))
        examples = (maker.example(pairs[i], links[i]) for i in drawn)
        save(config.work / f"pack-{stage.name}.npz", _short(examples, config.train.max_tokens))
    held_out = clean.read(config.work / clean.HELD_OUT)
    maker.restart(config.seed)
    examples = (maker.example(pair, frozenset()) for pair in held_out)
    save(config.work / "pack-held-out.npz", _short(examples, config.train.max_tokens))


def draw(config: Config, stage: Stage, pairs: Sequence[Pair], choose: random.Random) -> list[int]:
    """Indices of the pairs of a stage, each as often as its weight asks, in random order."""
    drawn: list[int] = []
    for authored in (True, False):
        rows = [i for i, pair in enumerate(pairs) if (pair.tier == clean.AUTHORED) == authored]
        count = round(stage.examples * (stage.authored if authored else 1 - stage.authored))
        weights = np.array([clean.share(config.data.weight, pairs[i]) for i in rows])
        if not rows or not count:
            continue
        whole = weights * (count / weights.sum())
        extra = np.array([choose.random() for _ in rows]) < whole % 1
        drawn += np.repeat(rows, whole.astype(int) + extra).tolist()
    choose.shuffle(drawn)
    return drawn


class Maker:
    """Makes examples from pairs."""

    def __init__(self, config: Config) -> None:
        self.pieces = tokenizer.load(config.work / tokenizer.MODEL)
        self.lexicon = terms.read(config.work / terms.TERMS)
        self.finder = phrases.Finder(self.lexicon)
        self.settings = config.annotation
        self.restart(config.seed)

    def restart(self, seed: int) -> None:
        """Make the same choices again as from the start."""
        self.annotator = Annotator(self.settings, self.lexicon, random.Random(seed))

    def encode(self, text: str) -> Encoded:
        """The text in pieces."""
        found = self.pieces.encode(text, return_type="proto").pieces
        at = _characters(text)
        return Encoded(
            [piece.id for piece in found], [(at[piece.begin], at[piece.end]) for piece in found]
        )

    def example(self, pair: Pair, links: Links) -> Example:
        """The pair with some of its phrases annotated or replaced."""
        aligned = phrases.linked_spans(
            links, self.encode(pair.ja).spans, self.encode(pair.en).spans
        )
        found = self.finder.find(pair.ja, pair.en, aligned)
        edits = self.annotator.edits(pair.en, found, pair.ja)
        ja, ja_stretches = edited(pair.ja, edits, source=True)
        en, en_stretches = edited(pair.en, edits, source=False)
        source, target = self.encode(ja), self.encode(en)
        kept = _moved(aligned, ja_stretches, en_stretches, source, target)
        changed = _edit_links(ja_stretches, en_stretches, source, target)
        return Example(source.ids, target.ids, sorted(kept | changed))


def _characters(text: str) -> list[int]:
    """For each byte of the text in UTF-8, and for its end, the index of its character."""
    sizes = (len(character.encode()) for character in text)
    return [*(i for i, size in enumerate(sizes) for _ in range(size)), len(text)]


def _moved(
    aligned: Iterable[tuple[Span, Span]],
    ja: Sequence[Stretch],
    en: Sequence[Stretch],
    source: Encoded,
    target: Encoded,
) -> set[tuple[int, int]]:
    """The links between stretches that no edit touched, in the new pieces."""
    links = set()
    for before_ja, before_en in aligned:
        after_ja, after_en = _shifted(before_ja, ja), _shifted(before_en, en)
        if after_ja is not None and after_en is not None:
            links |= {(t, s) for t in target.within(*after_en) for s in source.within(*after_ja)}
    return links


def _shifted(span: Span, stretches: Sequence[Stretch]) -> Span | None:
    for stretch in stretches:
        if stretch.edit is None and stretch.before[0] <= span[0] and span[1] <= stretch.before[1]:
            move = stretch.after[0] - stretch.before[0]
            return span[0] + move, span[1] + move
    return None


def _edit_links(
    ja: Sequence[Stretch], en: Sequence[Stretch], source: Encoded, target: Encoded
) -> set[tuple[int, int]]:
    """Links of edited phrases: piece by piece where the rendering is copied, else all to all."""
    renderings = {id(stretch.edit): stretch.rendering for stretch in ja if stretch.edit}
    links: set[tuple[int, int]] = set()
    for stretch in en:
        if stretch.edit is None:
            continue
        rows = target.within(*stretch.after)
        columns = source.within(*renderings[id(stretch.edit)])
        if [target.ids[t] for t in rows] == [source.ids[s] for s in columns]:
            links |= set(zip(rows, columns, strict=True))
        else:
            links |= {(t, s) for t in rows for s in columns}
    return links


def _short(examples: Iterable[Example], most: int) -> Iterator[Example]:
    for one in examples:
        if 0 < len(one.source) < most and 0 < len(one.target) < most:
            yield one


def save(path: Path, examples: Iterable[Example]) -> None:
    """Write the examples as flat arrays with the end of each."""
    flat = {name: array("H") for name in ("source", "target", "links")}
    ends: dict[str, list[int]] = {name: [] for name in flat}
    for one in examples:
        flat["source"].extend(one.source)
        flat["target"].extend(one.target)
        flat["links"].extend(index for link in one.links for index in link)
        for name, values in flat.items():
            ends[name].append(len(values) // (2 if name == "links" else 1))
    columns = {name: np.array(values, dtype=np.uint16) for name, values in flat.items()}
    columns["links"] = columns["links"].reshape(-1, 2)
    with files.replacing(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, **columns, **{f"{name}_ends": np.array(e) for name, e in ends.items()})
