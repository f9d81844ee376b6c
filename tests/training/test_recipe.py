"""The whole recipe on two hundred pairs of our own, at a size that trains in seconds."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="training needs PyTorch: pip install .[training]")
pytest.importorskip("eflomal", reason="training needs eflomal: pip install .[training]")

import ctranslate2
import torch
from torch.nn import functional

from training import align, batches, clean, config, export, pack, tokenizer, train, warm_start
from training.__main__ import main
from training.annotate import Annotator, Edit, edited
from training.network import PAD, Transformer
from training.phrases import Finder, Phrase, linked_spans
from training.terms import Lexicon

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "アナ": "Ana", "ボリス": "Boris", "カタリナ": "Katarina", "ダニロ": "Danilo", "エレナ": "Elena",
    "フェドル": "Fedor", "ガリナ": "Galina", "イワン": "Ivan", "ヤナ": "Yana", "レフ": "Lev",
}  # fmt: skip
THINGS = {"本": "book", "地図": "map", "手紙": "letter", "時計": "clock", "自転車": "bicycle"}
DEEDS = {"買った": "bought", "売った": "sold", "見つけた": "found", "直した": "repaired"}

CONFIG = """
seed = 3
[model]
dim = 32
heads = 2
ffn = 64
encoder_layers = 1
decoder_layers = 1
positions = 256
[tokenizer]
vocabulary = 400
[data]
tiers = ["authored", "general"]
held_out = 10
[train]
batch_tokens = 600
max_tokens = 60
checkpoint_steps = 10
dropout = 0.0
stages = [
    {name = "main", examples = 300, steps = 30, learning_rate = 5e-3, warmup = 5, authored = 0.5},
    {name = "final", examples = 100, steps = 10, learning_rate = 1e-3, warmup = 2, authored = 0.8},
]
[package]
version = "0.9"
note = "Made by a test."
"""

MANIFEST = """
pairs = [
    {file = "authored.tsv", tier = "authored", sha256 = ""},
    {file = "general.tsv", tier = "general", sha256 = ""},
]
terms = [{file = "names.tsv", tier = "names", sha256 = ""}]
sources = [{name = "own", tier = "authored", pairs = 100, origin = "this test", licence = "CC0"}]
"""


def _sentence(choose: random.Random) -> tuple[str, str]:
    one, other = choose.sample(sorted(NAMES), 2)
    thing, deed = choose.choice(sorted(THINGS)), choose.choice(sorted(DEEDS))
    number = choose.randint(1, 30)
    return (
        f"{number}日、{one}は{other}の{thing}を{deed}。",
        f"On the {number}th, {NAMES[one]} {DEEDS[deed]} {NAMES[other]}'s {THINGS[thing]}.",
    )


def _write_inputs(folder: Path) -> None:
    choose = random.Random(5)
    for tier in ("authored", "general"):
        lines = ("\t".join(("own", *_sentence(choose))) for _ in range(100))
        (folder / f"{tier}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = "".join(f"{ja}\t{en}\tperson\n" for ja, en in NAMES.items())
    (folder / "names.tsv").write_text(names, encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "data.toml").write_text(MANIFEST, encoding="utf-8")
    evaluation = folder / "eval"
    evaluation.mkdir()
    pairs = [_sentence(choose) for _ in range(6)]
    (evaluation / "src.ja").write_text("\n".join(ja for ja, _ in pairs) + "\n", encoding="utf-8")
    (evaluation / "ref.en").write_text("\n".join(en for _, en in pairs) + "\n", encoding="utf-8")
    terms = [
        f"{line}\t{ja}\t{en}\n"
        for line, (text, _) in enumerate(pairs)
        for ja, en in NAMES.items()
        if ja in text
    ]
    (evaluation / "terms.tsv").write_text("".join(terms), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all steps have run, one call for all."""
    folder = tmp_path_factory.mktemp("recipe")
    _write_inputs(folder)
    assert _run("all", folder, "--eval", str(folder / "eval"), "--threads", "1") == 0
    return folder


def _run(step: str, folder: Path, *options: str) -> int:
    arguments = [step, "--config", str(folder / "config.toml"), "--work", str(folder / "work")]
    if step in ("all", "clean"):
        arguments += ["--data", str(folder), "--terms", str(folder)]
        arguments += ["--manifest", str(folder / "data.toml")]
    return main([*arguments, *options])


def _settings(folder: Path) -> config.Config:
    return config.load(folder / "config.toml", folder / "work")


def test_the_package_holds_what_an_engine_needs(folder: Path) -> None:
    path = folder / "work" / "translate-ja_en-0_9.argosmodel"
    with zipfile.ZipFile(path) as archive:
        names = {name.removeprefix("translate-ja_en-0_9/") for name in archive.namelist()}
        metadata = json.loads(archive.read("translate-ja_en-0_9/metadata.json"))
        card = archive.read("translate-ja_en-0_9/README.md").decode()
    assert {"metadata.json", "README.md", "sentencepiece.model", "model/model.bin"} <= names
    own = metadata["mtservice"]
    assert own["strategy"] == "annotate"
    assert own["marks"] == {"open": "⟦", "middle": "⟶ ", "close": "⟧"}
    assert own["alignment"] == {"supervised": True}
    assert own["scores"]["eval"]["terms"] == 12
    assert "Made by a test." in card
    assert "| own | authored | 100 | this test | CC0 |" in card


def test_the_package_translates_through_the_engine(folder: Path) -> None:
    pytest.importorskip("sacremoses", reason="the service is not installed")
    from mtservice.engine.argos import ArgosEngine
    from mtservice.engine.base import EngineOptions, EngineRequest
    from mtservice.engine.package import open_package

    package = open_package(folder / "work" / "translate-ja_en-0_9.argosmodel")
    assert package.metadata.aligned
    engine = ArgosEngine(package)
    [(draft, *_)] = engine.translate([EngineRequest("アナは本を買った。")], EngineOptions())
    assert draft.text
    assert draft.attention is not None


def test_the_exported_model_computes_what_was_trained(folder: Path) -> None:
    settings = _settings(folder)
    pieces = tokenizer.load(settings.work / tokenizer.MODEL)
    state = torch.load(settings.work / "averaged.pt", weights_only=True)["model"]
    model = Transformer(settings.model, pieces.vocab_size())
    model.load_state_dict(state)
    model.eval()
    exact = folder / "exact"
    export.export(state, settings.model, settings.work / tokenizer.MODEL, exact, "float32")
    engine = ctranslate2.Translator(str(exact))
    source, target = "アナは本を買った。", "Ana bought a book."
    [scored] = engine.score_batch(
        [pieces.encode(source, out_type=str)], [pieces.encode(target, out_type=str)]
    )
    wanted = [*pieces.encode(target), tokenizer.END]
    with torch.no_grad():
        states, _ = model(
            torch.tensor([[*pieces.encode(source), tokenizer.END]]),
            torch.tensor([[tokenizer.START, *wanted[:-1]]]),
        )
        logs = functional.linear(states, model.embedding.weight, model.bias)[0].log_softmax(-1)
    ours = [float(logs[i, piece]) for i, piece in enumerate(wanted)]
    assert scored.log_probs == pytest.approx(ours, abs=1e-4)


def test_training_goes_on_from_a_package(folder: Path) -> None:
    settings = _settings(folder)
    pieces = tokenizer.load(settings.work / tokenizer.MODEL)
    model = Transformer(settings.model, pieces.vocab_size())
    warm_start.load(model, settings.work / "translate-ja_en-0_9.argosmodel", seed=1)
    averaged = torch.load(settings.work / "averaged.pt", weights_only=True)["model"]
    for name, weight in model.state_dict().items():
        step = averaged[name].abs().max() / 127  # of the 8-bit weights
        torch.testing.assert_close(weight, averaged[name], atol=float(step), rtol=0)


def test_training_learns_and_resumes(
    folder: Path, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    settings = _settings(folder)
    first, *_, last = train.checkpoints(settings.work / train.CHECKPOINTS)
    assert (first.name, last.name) == ("00-main-10.pt", "01-final-10.pt")
    trainer = train.Trainer(settings, train.Options(threads=1))
    untrained = trainer.watch()
    assert set(untrained) == {"held-out", "eval"}
    assert trainer.resume() == (1, 10)
    trained = trainer.watch()
    assert all(trained[name][0] < untrained[name][0] - 1 for name in untrained)
    before = last.stat().st_mtime_ns
    train.run(settings, train.Options(threads=1))
    assert last.stat().st_mtime_ns == before, "a finished run must not train again"


def test_a_resumed_run_ends_where_an_unbroken_one_does(folder: Path) -> None:
    settings = _settings(folder)
    [*_, last] = train.checkpoints(settings.work / train.CHECKPOINTS)
    unbroken = torch.load(last, weights_only=True)["model"]
    last.unlink()
    train.run(settings, train.Options(threads=1))
    resumed = torch.load(last, weights_only=True)["model"]
    torch.testing.assert_close(resumed["bias"], unbroken["bias"])


def test_packed_links_point_at_what_is_copied(folder: Path) -> None:
    settings = _settings(folder)
    packed = batches.Pack(settings.work / "pack-main-0.npz")
    pieces = tokenizer.load(settings.work / tokenizer.MODEL)
    middle = pieces.piece_to_id(tokenizer.MIDDLE)
    examples = [packed.example(index) for index in range(len(packed))]
    marked = [example for example in examples if middle in example[0]]
    assert len(marked) > len(packed) / 4
    copied = sum(any(source[s] == target[t] for t, s in links) for source, target, links in marked)
    assert copied > 0.9 * len(marked)


def test_batches_hold_each_example_once(folder: Path) -> None:
    packed = batches.Pack(_settings(folder).work / "pack-main-0.npz")
    rows: list[tuple[int, ...]] = []
    for batch in packed.batches(600, seed=1):
        assert batch.source.numel() + batch.target_in.numel() <= 600
        assert batch.target_in[:, 1:].equal(
            batch.target_out[:, :-1].where(batch.target_in[:, 1:] != PAD, torch.tensor(PAD))
        )
        rows += [tuple(t for t in row.tolist() if t != PAD) for row in batch.target_out]
    wanted = [(*packed.example(i)[1], tokenizer.END) for i in range(len(packed))]
    assert sorted(rows) == sorted(wanted)


def test_a_missing_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = _run("clean", folder, "--data", str(folder / "nowhere"))
    assert code == 2
    assert "authored.tsv is missing" in capsys.readouterr().err


def test_an_unknown_entry_of_the_configuration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(CONFIG.replace("dim = 32", "dimension = 32"), encoding="utf-8")
    with pytest.raises(config.ConfigError, match=r"unknown entries in model: dimension"):
        config.load(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FUJIWARA no Tadahira", "Fujiwara no Tadahira"),
        ("Thomas EDISON came.", "Thomas Edison came."),
        ("NATO and the JR line", "NATO and the JR line"),
        ("the DNA test", "the DNA test"),
    ],
)
def test_capitals_of_family_names_are_undone(before: str, after: str) -> None:
    assert clean.undo_capitals(before) == after


def test_links_grow_from_those_of_both_directions() -> None:
    forward, reverse = frozenset({(0, 0), (1, 1), (5, 9)}), frozenset({(0, 0), (1, 2), (3, 4)})
    assert align.symmetrised(forward, reverse) == {(0, 0), (1, 1), (1, 2)}


def test_phrases_come_from_the_list_and_from_alignment() -> None:
    finder = Finder(Lexicon({"アナ": ("Ana",)}, (("アナ", "Ana"),)))
    links = frozenset({(0, 0), (1, 1)})
    aligned = linked_spans(links, [(0, 2), (3, 7)], [(0, 3), (8, 15)])
    found = finder.find("アナとボリス市", "Ana and Borisov", aligned)
    assert found == [
        Phrase((0, 2), (0, 3), is_name=True),
        Phrase((3, 6), (8, 15), is_name=True),
    ]


def test_edits_are_made_on_both_sides() -> None:
    phrase = Phrase((0, 2), (4, 7), is_name=True)
    edit = Edit(phrase, "アナ", "Zhanna", marked=True)
    source, stretches = edited("アナが来た。", [edit], source=True)
    assert source == "⟦アナ⟶ Zhanna⟧が来た。"
    assert stretches[0].rendering is not None
    assert source[slice(*stretches[0].rendering)] == "Zhanna"
    assert edited("And Ana came.", [edit], source=False)[0] == "And Zhanna came."


def test_annotations_are_the_same_for_the_same_seed() -> None:
    names = tuple(name for name in NAMES.items() if name[0] != "アナ")
    lexicon = Lexicon({ja: (en,) for ja, en in names}, names)
    settings = config.Annotation(annotated=1.0, marked=1.0, other_rendering=1.0)
    phrase = Phrase((0, 2), (0, 3), is_name=True)
    made = [
        Annotator(settings, lexicon, random.Random(9)).edits("Ana came.", [phrase], "アナが来た。")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0][0].marked
    assert made[0][0].en != "Ana"


def test_pieces_have_the_stretches_of_their_characters(folder: Path) -> None:
    encoded = pack.Maker(_settings(folder), seed=1).encode("アナ⟶ Ana")
    assert encoded.spans[-1][1] == 7
    assert "".join("アナ⟶ Ana"[s:e] for s, e in sorted(set(encoded.spans))) == "アナ⟶ Ana"


def test_chance_cuts_the_source_but_not_the_renderings(folder: Path) -> None:
    maker = pack.Maker(_settings(folder), seed=1)
    text = "1日、⟦アナ⟶ Katarina⟧は自転車を買った。"
    usual = maker.encode(text)
    cuts = {tuple(maker.encode(text, sampled=True).ids) for _ in range(50)}
    assert len(cuts) > 1
    marks = [maker.pieces.piece_to_id(mark) for mark in (tokenizer.MIDDLE, tokenizer.CLOSE)]
    start, end = map(usual.ids.index, marks)
    for ids in map(list, cuts):
        assert maker.pieces.decode(ids) == maker.pieces.decode(usual.ids)
        first, last = map(ids.index, marks)
        assert ids[first:last] == usual.ids[start:end]


def test_stages_fit_into_the_time(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "work", tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / train.CHECKPOINTS)
    settings = replace(_settings(folder), work=tmp_path)
    train.run(settings, train.Options(within=0.1))
    made = [path.name for path in train.checkpoints(tmp_path / train.CHECKPOINTS)]
    assert "00-main-30.pt" in made
    assert made[-1] == "01-final-10.pt"


@pytest.mark.slow
def test_two_processes_train_one_model(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "work", tmp_path, dirs_exist_ok=True)
    settings = replace(_settings(folder), work=tmp_path)
    first, *others = train.checkpoints(tmp_path / train.CHECKPOINTS)
    for path in others:
        path.unlink()
    train.run(settings, train.Options(processes=2))
    assert [path.name for path in train.checkpoints(tmp_path / train.CHECKPOINTS)][-1] == (
        "01-final-10.pt"
    )
    trainer = train.Trainer(settings, train.Options())
    trainer.resume()
    last, _ = trainer.watch()["held-out"]
    first.rename(first.with_name("02-first-1.pt"))
    trainer.resume()
    assert last < trainer.watch()["held-out"][0]
