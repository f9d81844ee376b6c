"""Small units, measured: the limits that the code is held to."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for package in ("glossary", "mtservice", "training")
    for path in (ROOT / package).rglob("*.py")
)


def function_lengths(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400, "split the file: one job each"
    too_long = [f"{name}: {length} lines" for name, length in function_lengths(path) if length > 60]
    assert not too_long


def test_most_functions_are_very_short() -> None:
    lengths = sorted(length for path in FILES for _, length in function_lengths(path))
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30
