"""Token arrays for training: pairs drawn from the mixture, annotated, with their alignments."""

from __future__ import annotations

import functools
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sentencepiece

from training import align, clean, packed, phrases, terms, tokenizer
from training.annotate import Annotator, edited
from training.packed import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from training.align import Links
    from training.annotate import Stretch
    from training.clean import Pair
    from training.config import Config, Stage
    from training.phrases import Span


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text in pieces."""

    ids: list[int]
    spans: list[Span]
    """The stretch of the text that each piece stands for."""

    def within(self, start: int, end: int) -> list[int]:
        """Indices of the pieces that overlap a stretch of the text."""
        return [i for i, (first, last) in enumerate(self.spans) if first < end and last > start]

    def starting_in(self, start: int, end: int) -> Iterator[tuple[int, Span]]:
        """The pieces that start in a stretch of the text."""
        for piece, span in zip(self.ids, self.spans, strict=True):
            if start <= span[0] < end:
                yield piece, span


def run(config: Config, evaluation: Sequence[Path] = (), processes: int = 1) -> None:
    """Write `pack-STAGE-N.npz` for each stage, `pack-held-out.npz`, and `pack-watch-SET.npz` for
    each evaluation folder, to the work folder.
    """
    jobs: list[Callable[[], None]] = [functools.partial(_pack_watched, config, evaluation)]
    jobs += [
        functools.partial(_pack_stage, config, index, number)
        for index, stage in enumerate(config.train.stages)
        for number in range(stage.packs)
    ]
    if processes == 1:
        for job in jobs:
            job()
        return
    with ProcessPoolExecutor(processes) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


def _pack_stage(config: Config, index: int, number: int) -> None:
    stage, seed = config.train.stages[index], config.seed + 100 * index + number
    pairs = clean.read(config.work / clean.PAIRS)
    links = align.Table(config.work / align.LINKS)
    maker = Maker(config, seed)
    drawn = draw(config, stage, pairs, random.Random(seed))
    chosen = random.Random(seed)
    examples = (
        maker.entry()
        if at is None
        else maker.example(pairs[at], links[at], linked=chosen.random() < config.data.linked)
        for at in drawn
    )
    path = packed.of_stage(config.work, stage.name, number)
    packed.save(path, _short(examples, config.train.max_tokens))


def _pack_watched(config: Config, evaluation: Sequence[Path]) -> None:
    maker = Maker(config, config.seed)
    longest = config.train.max_tokens
    held_out = clean.read(config.work / clean.HELD_OUT)
    examples = (maker.example(pair, frozenset()) for pair in held_out)
    packed.save(config.work / packed.HELD_OUT, _short(examples, longest))
    for folder in evaluation:
        sides = [(folder / name).read_text("utf-8").splitlines() for name in ("src.ja", "ref.en")]
        examples = (maker.plain(ja, en) for ja, en in zip(*sides, strict=True))
        packed.save(packed.of_set(config.work, folder.name), _short(examples, longest))


def draw(
    config: Config, stage: Stage, pairs: Sequence[Pair], choose: random.Random
) -> list[int | None]:
    """Indices of the pairs of a stage, each as often as its weight asks, in random order; `None`
    stands for an entry of the term lists.
    """
    entries = round(stage.examples * stage.entries)
    drawn: list[int | None] = [None] * entries
    for authored in (True, False):
        rows = [i for i, pair in enumerate(pairs) if (pair.tier == clean.AUTHORED) == authored]
        share = stage.authored if authored else 1 - stage.authored
        count = round((stage.examples - entries) * share)
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

    def __init__(self, config: Config, seed: int) -> None:
        self.pieces = tokenizer.load(config.work / tokenizer.MODEL)
        self.lexicon = terms.read(config.work / terms.TERMS)
        self.finder = phrases.Finder(self.lexicon)
        self.settings = config
        self.choose = random.Random(seed)
        self.annotator = Annotator(config.annotation, self.lexicon, self.choose)
        sentencepiece.set_random_generator_seed(seed)

    def encode(self, text: str, *, sampled: bool = False) -> Encoded:
        """The text in pieces: the usual ones or, outside of renderings, ones drawn by chance."""
        usual = self._encode(text)
        return self._sampled(text, usual) if sampled else usual

    def _encode(self, text: str, **options: object) -> Encoded:
        found = self.pieces.encode(text, return_type="offset_mapping", **options)
        return Encoded(found["ids"], found["offsets"])

    def _sampled(self, text: str, usual: Encoded) -> Encoded:
        alpha = self.settings.tokenizer.smoothing
        drawn = self._encode(text, enable_sampling=True, nbest_size=-1, alpha=alpha)
        kept = [
            (piece, span)
            for start, end, is_rendering in tokenizer.stretches(text)
            for piece, span in (usual if is_rendering else drawn).starting_in(start, end)
        ]
        return Encoded([piece for piece, _ in kept], [span for _, span in kept])

    def plain(self, ja: str, en: str) -> Example:
        """A pair as it is, without alignment."""
        return Example(self.encode(ja).ids, self.encode(en).ids, [])

    def entry(self) -> Example:
        """A term of the lists with its usual rendering; names and others by turns."""
        lists = (self.lexicon.names, self.lexicon.nouns)
        return self.plain(*self.choose.choice(self.choose.choice(lists) or self.lexicon.names))

    def example(self, pair: Pair, links: Links, *, linked: bool = True) -> Example:
        """The pair with some of its phrases annotated or replaced."""
        aligned = phrases.linked_spans(
            links, self.encode(pair.ja).spans, self.encode(pair.en).spans
        )
        found = self.finder.find(pair.ja, pair.en, aligned)
        edits = self.annotator.edits(pair.en, found, pair.ja)
        ja, ja_stretches = edited(pair.ja, edits, source=True)
        en, en_stretches = edited(pair.en, edits, source=False)
        sampled = self.choose.random() < self.settings.tokenizer.sampled
        source, target = self.encode(ja, sampled=sampled), self.encode(en)
        links_made = _edit_links(ja_stretches, en_stretches, source, target)
        if linked:
            links_made |= _moved(aligned, ja_stretches, en_stretches, source, target)
        return Example(source.ids, target.ids, sorted(links_made))


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
