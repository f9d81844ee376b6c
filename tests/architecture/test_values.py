"""Values are frozen, errors have distinct codes."""

from __future__ import annotations

import dataclasses
import inspect
from types import ModuleType

import pytest

import glossary.errors
import glossary.model
import mtservice.errors
import mtservice.model


@pytest.mark.parametrize("module", [glossary.model, mtservice.model])
def test_every_value_is_frozen_and_slotted(module: ModuleType) -> None:
    found = [
        value
        for _, value in inspect.getmembers(module, dataclasses.is_dataclass)
        if value.__module__ == module.__name__
    ]
    assert found
    for value in found:
        assert value.__dataclass_params__.frozen, value
        assert "__slots__" in vars(value), value


@pytest.mark.parametrize(
    ("module", "root"),
    [
        (glossary.errors, glossary.errors.GlossaryError),
        (mtservice.errors, mtservice.errors.MTServiceError),
    ],
)
def test_one_tree_with_a_code_for_each_class(module: ModuleType, root: type[Exception]) -> None:
    classes = [
        value
        for _, value in inspect.getmembers(module, inspect.isclass)
        if value.__module__ == module.__name__ and issubclass(value, Exception)
    ]
    assert all(issubclass(value, root) for value in classes)
    codes = [vars(value)["code"] for value in classes]
    assert len(set(codes)) == len(codes)
    for value in classes:
        assert value.__name__ in (module.__doc__ or ""), "the tree in the docstring leaves it out"
