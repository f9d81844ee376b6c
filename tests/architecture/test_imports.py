"""Importing the packages has no effect, and heavy or web packages come only where they belong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROBE = """
import json, os, sys
before = dict(os.environ)
import glossary, mtservice
import glossary.matcher, glossary.store, mtservice.pipeline, mtservice.settings, mtservice.outputs
heavy = {"flask", "ctranslate2", "sentencepiece", "argostranslate", "torch", "stanza", "spacy"}
print(json.dumps({
    "heavy": sorted(heavy & set(sys.modules)),
    "environment": dict(os.environ) == before,
    "handlers": len(__import__("logging").getLogger().handlers),
}))
"""


def test_importing_has_no_effects(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"heavy": [], "environment": True, "handlers": 0}
    assert list(tmp_path.iterdir()) == []


def test_only_one_module_imports_ctranslate2(root: Path) -> None:
    users = [
        str(path.relative_to(root))
        for package in ("glossary", "mtservice")
        for path in (root / package).rglob("*.py")
        if "import ctranslate2" in path.read_text("utf-8")
    ]
    assert len(users) == 1
    assert users[0].startswith("mtservice/engine/")
