"""The Argos package: a zip of one folder with metadata, model, tokenizer and card."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from training import card, evaluate, export, files, tokenizer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from training.config import Config
    from training.manifest import Manifest

_WRITTEN = (1980, 1, 1, 0, 0, 0)
"""Time of all members, so that the same content makes the same file."""


def run(config: Config, listed: Manifest) -> Path:
    """Write `translate-ja_en-VERSION.argosmodel` to the work folder from what is there."""
    scores_file = config.work / evaluate.SCORES
    scores = json.loads(scores_file.read_text(encoding="utf-8")) if scores_file.is_file() else {}
    name = f"translate-ja_en-{config.package.version.replace('.', '_')}"
    path = config.work / f"{name}.argosmodel"
    members = {
        "metadata.json": json.dumps(
            metadata(config, listed, scores), indent=2, ensure_ascii=False
        ).encode(),
        "README.md": card.render(config, listed, scores).encode(),
        "sentencepiece.model": (config.work / tokenizer.MODEL).read_bytes(),
    }
    for member in sorted((config.work / export.FOLDER).iterdir()):
        members[f"model/{member.name}"] = member.read_bytes()
    with files.replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for member_name, content in members.items():
            entry = zipfile.ZipInfo(f"{name}/{member_name}", _WRITTEN)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def _limits(config: Config) -> dict[str, Any]:
    segment = config.package.segment_tokens
    return {"limits": {"segment": segment}} if segment else {}


def metadata(config: Config, listed: Manifest, scores: Mapping[str, Any]) -> dict[str, Any]:
    """What `metadata.json` holds: Argos's own keys and those of `mtservice`."""
    return {
        "package_version": config.package.version,
        "argos_version": "1.9",
        "from_code": "ja",
        "from_name": "Japanese",
        "to_code": "en",
        "to_name": "English",
        "mtservice": {
            "strategy": "annotate",
            "marks": tokenizer.MARKS,
            "alignment": {"supervised": True},
            **_limits(config),
            "decoding": {"length_penalty": config.package.length_penalty},
            "licence": card.LICENCE,
            "trained_on": card.trained_on(config, listed),
            "scores": dict(scores),
        },
    }
