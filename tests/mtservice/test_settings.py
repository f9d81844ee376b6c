"""Settings: every variable parsed or refused by name."""

from __future__ import annotations

import pytest

from mtservice.errors import SettingsError
from mtservice.settings import Settings, table

HOME = {"HOME": "/home/ann"}


def test_defaults_need_no_variable() -> None:
    settings = Settings.from_env(HOME)
    assert settings.host == "127.0.0.1"
    assert settings.glossaries == ("eastern-europe",)
    assert str(settings.packages_dir) == "/home/ann/.local/share/argos-translate/packages"
    assert str(settings.unpacked_dir) == "/home/ann/.cache/mtservice/models"


def test_values_take_their_type() -> None:
    settings = Settings.from_env(
        HOME | {"MTSERVICE_PORT": "8080", "MTSERVICE_GLOSSARIES": "house, eastern-europe,"}
    )
    assert settings.port == 8080
    assert settings.glossaries == ("house", "eastern-europe")


def test_xdg_folders_win_over_home() -> None:
    settings = Settings.from_env(HOME | {"XDG_CACHE_HOME": "/var/cache/ann"})
    assert str(settings.unpacked_dir) == "/var/cache/ann/mtservice/models"


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("MTSERVICE_PORT", "http", "MTSERVICE_PORT='http': expected a whole number"),
        ("MTSERVICE_PORT", "0", "MTSERVICE_PORT=0 is not between 1 and 65535"),
        ("MTSERVICE_BEAM_SIZE", "99", "MTSERVICE_BEAM_SIZE=99 is not between 1 and 16"),
        ("MTSERVICE_LOG_LEVEL", "loud", "MTSERVICE_LOG_LEVEL='loud'"),
        ("MTSERVICE_PROT", "80", "MTSERVICE_PROT is not a setting"),
    ],
)
def test_a_wrong_variable_is_named(variable: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Settings.from_env(HOME | {variable: value})


def test_all_wrong_variables_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"PORT.*THREADS"):
        Settings.from_env(HOME | {"MTSERVICE_PORT": "x", "MTSERVICE_THREADS": "y"})


def test_every_setting_is_in_the_table_and_in_the_docs() -> None:
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")
    for variable, kind, default, text in table():
        assert kind in ("str", "int", "list")
        assert f"| `{variable}` | {kind} | {f'`{default}`' if default else ''} | {text} |" in page
