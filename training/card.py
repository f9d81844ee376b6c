"""The model card: what the model is, what it was trained on and on what terms, how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from training import tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from training.config import Config
    from training.manifest import Manifest, Source

LICENCE = "CC-BY-SA-4.0"

_LICENCE = f"""\
The weights are offered under {LICENCE}. The model was trained on share-alike texts (CC BY-SA, ODbL)
and on texts of free software under the GPL and LGPL, among others; their notices are kept in the
list of sources above. Whether weights inherit the licence of training data is not settled; whoever
needs certainty can train a model from a part of the sources with the same recipe."""


def render(config: Config, listed: Manifest, scores: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    return "\n".join(
        [
            f"# Japanese → English {config.package.version}\n",
            *_shape(config),
            "\n## Term marks\n",
            _marks(),
            "\n## Scores\n",
            *_scores(scores),
            "\n## Limits\n",
            _limits(config),
            "\n## Training data\n",
            *_data(config, listed),
            "\n## Licence\n",
            _LICENCE,
            "",
        ]
    )


def trained_on(config: Config, listed: Manifest) -> str:
    """The names of the sources that the configuration draws from, in one line."""
    return ", ".join(source.name for source in _used(config, listed))


def _used(config: Config, listed: Manifest) -> list[Source]:
    keep, tiers = config.data.keep, config.data.tiers
    return [
        source
        for source in listed.sources
        if source.tier in tiers and keep.get(source.name, keep.get(source.tier, 1.0)) > 0
    ]


def _shape(config: Config) -> Iterator[str]:
    shape = config.model
    yield (
        f"A Transformer with {shape.encoder_layers} encoder and {shape.decoder_layers} decoder "
        f"layers, {shape.dim} dimensions and a joint vocabulary of {config.tokenizer.vocabulary:,} "
        f"pieces, {config.package.quantization} weights for CTranslate2. It is an Argos package: "
        "SentencePiece pieces go in without an end token. "
        "One head of the last decoder layer's cross-attention was trained on word alignments and "
        "is what `return_attention` gives."
    )
    if config.package.note:
        yield f"\n{config.package.note}"


def _marks() -> str:
    marks = tokenizer.MARKS
    term = f"{marks['open']}大統領府{marks['middle']}Presidential Office{marks['close']}"
    return (
        "A wanted rendering is written beside its term in the source:\n\n"
        f"    {term}は発表した。\n\n"
        "The middle mark ends with a space, so that the rendering has the same pieces on both "
        "sides. Plain sources need no marks. The model mostly, not always, says what it is told: "
        "the scores below count how often."
    )


def _scores(scores: Mapping[str, Any]) -> Iterator[str]:
    if not scores:
        yield "Not measured."
        return
    yield (
        "sacreBLEU (signatures in metadata.json), beam 4. *Plain*, *annotated*: share of the set's "
        "names and terms that come out as in the reference, without marks and with them. *Other*: "
        "share of wrong renderings put between marks that are obeyed. *Aligned*: share of "
        "annotated terms whose place in the output the supervised head finds.\n"
    )
    yield "| set | lines | BLEU | chrF2 | terms | plain | annotated | other | aligned |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for name, found in scores.items():
        quality = f"{found['lines']} | {found['bleu']} | {found['chrf2']}"
        yield f"| {name} | {quality} | {_terms(found)} |"


def _terms(found: Mapping[str, Any]) -> str:
    if "terms" not in found:
        return "– | – | – | – | –"
    shares = ("terms_plain", "terms_annotated", "terms_other_rendering")
    cells = [found["terms"], *(f"{found[name]:.2f}" for name in shares)]
    return " | ".join(map(str, [*cells, f"{found['alignment_annotated']['right']:.2f}"]))


def _limits(config: Config) -> str:
    small = config.model.dim < 512
    quality = (
        "The small configuration is a stand-in: its English is often wrong or says something else, "
        "and must not be relied on without the Japanese beside it. "
        if small
        else ""
    )
    return (
        f"{quality}News and political texts in the training data were written for this project; "
        "facts in them are not checked. Long sentences, numbers in 億 and 万, and names that were "
        f"not annotated are weak points. Sources beyond {config.train.max_tokens} pieces were not "
        "seen in training."
    )


def _data(config: Config, listed: Manifest) -> Iterator[str]:
    keep = dict(sorted(config.data.keep.items()))
    if keep:
        shares = ", ".join(f"{name} {value:g}" for name, value in keep.items())
        yield f"Sampled shares, by source or tier (else all): {shares}.\n"
    yield "| source | tier | pairs in the collection | from | licence as stated there |"
    yield "|---|---|---:|---|---|"
    for source in _used(config, listed):
        cells = (source.name, source.tier, f"{source.pairs:,}", source.origin, source.licence)
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield f"\nTerm lists: {listed.licences_of_terms}."
