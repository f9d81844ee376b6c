"""The command line of the recipe: `python -m training STEP --config FILE`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from training import config, manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from training.config import Config

_CONFIGS = Path(__file__).with_name("configs")

STEPS = "clean tokenizer align pack train average export evaluate package".split()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step, or `all`; 0 when it is done, 2 when an input is missing or wrong."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        settings = config.load(options.config, options.work)
        for step in STEPS if options.step == "all" else [options.step]:
            logging.getLogger(__name__).info("step %s", step)
            _RUN[step](settings, options)
    except (config.ConfigError, manifest.DataError, FileNotFoundError) as error:
        print(f"python -m training {options.step}: {error}", file=sys.stderr)
        return 2
    return 0


def _clean(settings: Config, options: argparse.Namespace) -> None:
    from training import clean

    clean.run(settings, manifest.load(options.manifest), options.data, options.terms)


def _tokenizer(settings: Config, options: argparse.Namespace) -> None:
    from training import tokenizer

    is_package = options.init_from is not None and options.init_from.suffix != ".pt"
    tokenizer.run(settings, options.init_from if is_package else None)


def _align(settings: Config, _: argparse.Namespace) -> None:
    from training import align

    align.run(settings)


def _pack(settings: Config, options: argparse.Namespace) -> None:
    from training import pack

    pack.run(settings, options.eval or (), options.processes)


def _train(settings: Config, options: argparse.Namespace) -> None:
    from training import train

    chosen = train.Options(
        init_from=options.init_from,
        threads=options.threads,
        processes=options.processes,
        device=options.device,
        minutes=options.minutes,
        within=options.within,
        fused=options.fused,
    )
    train.run(settings, chosen)


def _average(settings: Config, options: argparse.Namespace) -> None:
    from training import average

    for path in average.run(settings, options.checkpoints):
        print(path.name)


def _export(settings: Config, _: argparse.Namespace) -> None:
    from training import export

    export.run(settings)


def _evaluate(settings: Config, options: argparse.Namespace) -> None:
    from training import evaluate

    scores = evaluate.run(settings, options.eval, options.lines)
    print(json.dumps(scores, indent=2, ensure_ascii=False))


def _package(settings: Config, options: argparse.Namespace) -> None:
    from training import package

    print(package.run(settings, manifest.load(options.manifest)))


_RUN: dict[str, Callable[[Config, argparse.Namespace], None]] = {
    "clean": _clean,
    "tokenizer": _tokenizer,
    "align": _align,
    "pack": _pack,
    "train": _train,
    "average": _average,
    "export": _export,
    "evaluate": _evaluate,
    "package": _package,
}

_HELP = {
    "clean": "pairs and terms fit for training, out of the raw files",
    "tokenizer": "the SentencePiece model with the term marks",
    "align": "word alignments of the pairs",
    "pack": "annotated token arrays, one file a stage",
    "train": "checkpoints; goes on from the newest one",
    "average": "the mean of the last checkpoints",
    "export": "a CTranslate2 model",
    "evaluate": "BLEU, chrF2, obedience to term marks, alignment",
    "package": "the .argosmodel with its card",
    "all": "all of these, one after the other",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, text in _HELP.items():
        step = steps.add_parser(name, help=text, description=f"Write {text}.")
        step.add_argument(
            "--config",
            type=Path,
            default=_CONFIGS / "small.toml",
            help="size of the model and how it is trained (default: training/configs/small.toml)",
        )
        step.add_argument("--work", type=Path, help="work folder (default: the configuration's)")
        for option in _OPTIONS.get(name, ()) if name != "all" else sorted(_ARGUMENTS):
            step.add_argument(option, **_ARGUMENTS[option])
    return parser


_OPTIONS = {
    "clean": ("--data", "--terms", "--manifest"),
    "tokenizer": ("--init-from",),
    "pack": ("--eval", "--processes"),
    "train": (
        "--init-from",
        "--threads",
        "--processes",
        "--device",
        "--fused",
        "--minutes",
        "--within",
    ),
    "average": ("--checkpoints",),
    "evaluate": ("--eval", "--lines"),
    "package": ("--manifest",),
}

_ARGUMENTS: dict[str, dict[str, object]] = {
    "--data": {"type": Path, "required": True, "help": "folder with the files of pairs"},
    "--terms": {"type": Path, "required": True, "help": "folder with the term lists"},
    "--manifest": {
        "type": Path,
        "default": manifest.DEFAULT,
        "help": "data by SHA-256 (default: training/data.toml)",
    },
    "--init-from": {
        "type": Path,
        "help": "start from this .argosmodel, or from the weights of this .pt; else from nothing",
    },
    "--threads": {"type": int, "default": 1, "help": "threads of each process (default: 1)"},
    "--processes": {
        "type": int,
        "default": 1,
        "help": "processes that work together (default: 1)",
    },
    "--device": {"default": "cpu", "help": "cpu (default) or cuda"},
    "--fused": {"action": "store_true", "help": "let PyTorch compile the layers (for a GPU)"},
    "--within": {"type": float, "help": "fit all stages into so many minutes"},
    "--minutes": {"type": float, "help": "stop with a checkpoint after that long"},
    "--checkpoints": {"type": int, "default": 5, "help": "how many are averaged (default: 5)"},
    "--eval": {
        "type": Path,
        "nargs": "+",
        "help": "folders with src.ja, ref.en and perhaps terms.tsv",
    },
    "--lines": {"type": int, "help": "only so many lines of each set"},
}


if __name__ == "__main__":
    sys.exit(main())
