from __future__ import annotations

import pytest

from mtservice.constraints.plurals import is_plural, plural


@pytest.mark.parametrize(
    ("singular", "expected"),
    [
        ("president", "presidents"),
        ("ministry", "ministries"),
        ("Ministry of Foreign Affairs", "Ministries of Foreign Affairs"),
        ("head of state", "heads of state"),
        ("commander-in-chief", "commanders-in-chief"),
        ("deputy chairman", "deputy chairmen"),
        ("spokeswoman", "spokeswomen"),
        ("German", "Germans"),
        ("Belarusian", "Belarusians"),
        ("embassy", "embassies"),
        ("Turkey", "Turkeys"),
        ("congress", "congresses"),
        ("tax", "taxes"),
        ("church", "churches"),
        ("crisis", "crises"),
        ("embargo", "embargoes"),
        ("NGO", "NGOs"),
        ("SS", "SSs"),
        ("aircraft", "aircraft"),
        ("sanctions", "sanctions"),
        ("Benedict XVI", "Benedict XVIs"),
        ("No. 4", "No. 4"),
        ("", ""),
    ],
)
def test_plural(singular: str, expected: str) -> None:
    assert plural(singular) == expected


@pytest.mark.parametrize("word", ["ministers", "men", "heads", "foreign ministers", "crises"])
def test_is_plural(word: str) -> None:
    assert is_plural(word)


@pytest.mark.parametrize("word", ["press", "status", "crisis", "minister", "gas is", ""])
def test_is_not_plural(word: str) -> None:
    assert not is_plural(word)
