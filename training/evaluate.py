"""Scores of the exported model: translation, obedience to term marks, alignment.

A set is a folder with `src.ja`, `ref.en` and, for the term checks, `terms.tsv`
(`segment<TAB>ja<TAB>en`, segments counted from 0).
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sacrebleu

from training import export, files, tokenizer
from training.decode import Translation, Translator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.config import Config

SCORES = "scores.json"


@dataclass(frozen=True, slots=True)
class Term:
    """A source phrase of a line and the rendering that is asked for."""

    line: int
    ja: str
    en: str


def run(config: Config, folders: Sequence[Path], lines: int | None) -> dict[str, Any]:
    """Score the work folder's model on each folder, write `scores.json` and return it."""
    translator = Translator(
        config.work / export.FOLDER,
        config.work / tokenizer.MODEL,
        length_penalty=config.package.length_penalty,
    )
    scores = {folder.name: evaluate(translator, folder, lines) for folder in folders}
    files.write(config.work / SCORES, json.dumps(scores, indent=2, ensure_ascii=False) + "\n")
    return scores


def evaluate(translator: Translator, folder: Path, lines: int | None) -> dict[str, Any]:
    """The scores on one set, on its first `lines` lines."""
    source = (folder / "src.ja").read_text(encoding="utf-8").splitlines()[:lines]
    reference = (folder / "ref.en").read_text(encoding="utf-8").splitlines()[:lines]
    plain = translator.translate(source)
    scores: dict[str, Any] = {"lines": len(source), **_quality(plain, reference)}
    if (folder / "terms.tsv").is_file():
        terms = [term for term in read_terms(folder / "terms.tsv") if term.line < len(source)]
        scores |= _term_scores(translator, source, reference, plain, terms)
    return scores


def _quality(found: Sequence[Translation], reference: Sequence[str]) -> dict[str, Any]:
    texts = [translation.text for translation in found]
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    return {
        "bleu": round(bleu.corpus_score(texts, [reference]).score, 1),
        "chrf2": round(chrf.corpus_score(texts, [reference]).score, 1),
        "signatures": [str(bleu.get_signature()), str(chrf.get_signature())],
    }


def _term_scores(
    translator: Translator,
    source: Sequence[str],
    reference: Sequence[str],
    plain: Sequence[Translation],
    terms: Sequence[Term],
) -> dict[str, Any]:
    other = other_renderings(terms)
    given = translator.translate(annotate_lines(source, terms))
    obeyed = translator.translate(annotate_lines(source, other))
    asked = placed(source, terms)
    return {
        "terms": len(terms),
        "terms_plain": success(plain, terms),
        "terms_annotated": success(given, terms),
        "terms_annotated_placed": success(given, asked),
        "terms_copied_exactly": success(given, asked, exact=True),
        "terms_other_rendering": success(obeyed, placed(source, other)),
        "annotated": _quality(given, reference),
        "alignment_plain": alignment(plain, asked),
        "alignment_annotated": alignment(given, asked),
    }


def read_terms(path: Path) -> list[Term]:
    """The terms of a set, in order."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Term(int(line), ja, en) for line, ja, en in rows]


def other_renderings(terms: Sequence[Term]) -> list[Term]:
    """The same phrases, each with the rendering of another one; the same at every call."""
    choose = random.Random(7)
    renderings = sorted({term.en for term in terms})
    return [
        Term(term.line, term.ja, choose.choice([en for en in renderings if en != term.en]))
        for term in terms
    ]


def placed(source: Sequence[str], terms: Sequence[Term]) -> list[Term]:
    """The terms that `annotate_lines` marks: the longest where phrases overlap, each once."""
    kept: list[Term] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for term in sorted(terms, key=lambda term: (term.line, -len(term.ja), term.ja)):
        start = source[term.line].find(term.ja)
        end = start + len(term.ja)
        ranges = taken.setdefault(term.line, [])
        if start >= 0 and all(end <= first or start >= last for first, last in ranges):
            ranges.append((start, end))
            kept.append(term)
    return kept


def annotate_lines(source: Sequence[str], terms: Sequence[Term]) -> list[str]:
    """The lines with each placed term's first mention marked."""
    lines = list(source)
    marks = tokenizer.MARKS
    by_place = sorted(placed(source, terms), key=lambda t: -source[t.line].find(t.ja))
    for term in by_place:
        start = source[term.line].find(term.ja)
        line = lines[term.line]
        marked = f"{marks['open']}{term.ja}{marks['middle']}{term.en}{marks['close']}"
        lines[term.line] = line[:start] + marked + line[start + len(term.ja) :]
    return lines


def success(found: Sequence[Translation], terms: Sequence[Term], *, exact: bool = False) -> float:
    """Share of terms that are met: whole words, plural and (unless `exact`) any case allowed."""
    met = sum(_mention(found[term.line].text, term.en, exact=exact) is not None for term in terms)
    return round(met / len(terms), 3) if terms else 0.0


def _mention(text: str, en: str, *, exact: bool = False) -> re.Match[str] | None:
    flags = re.NOFLAG if exact else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(en)}(?:e?s)?(?!\w)", text, flags)


def alignment(found: Sequence[Translation], terms: Sequence[Term]) -> dict[str, Any]:
    """For terms met once: is the target piece that looks at the phrase most one of its rendering?

    Gives how many were checked and the share that is right.
    """
    checked = right = 0
    for term in terms:
        verdict = _aligned(found[term.line], term)
        checked += verdict is not None
        right += verdict is True
    return {"checked": checked, "right": round(right / checked, 3) if checked else 0.0}


def _aligned(translation: Translation, term: Term) -> bool | None:
    mention = _mention(translation.text, term.en)
    start = translation.source.find(term.ja)
    if mention is None or start < 0:
        return None
    end = start + len(term.ja)
    if translation.source[end : end + 1] == tokenizer.MIDDLE:
        end = translation.source.index(tokenizer.CLOSE, end)
    columns = _overlapping(translation.source_spans, start, end)
    rows = _overlapping(translation.spans, *mention.span())
    if not columns or not rows:
        return None
    mass = translation.attention[: len(translation.spans), columns].sum(axis=1)
    return int(mass.argmax()) in rows


def _overlapping(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    return [i for i, (first, last) in enumerate(spans) if first < end and last > start]
