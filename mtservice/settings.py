"""The settings: one table of names, types, defaults and help.

A setting `max_chars` is read from the variable `MTSERVICE_MAX_CHARS`. Only the command line and the
WSGI entry read the environment; everything else is handed a `Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtservice.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "MTSERVICE_"


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside, validated."""

    model: str = _setting("", "Path or name of the Argos package; empty: installed, else bundled.")
    glossaries: tuple[str, ...] = _setting(
        ("eastern-europe",),
        "Glossaries used when a request names none; commas between, first wins.",
    )
    glossary_dir: str = _setting(
        "",
        "Folder of further glossaries (.tsv, .db), each known by its stem; those made over DeepL's "
        "API are kept in it.",
    )
    glossary_store: str = _setting(
        "", "Store whose glossaries are offered: a .db file, or postgresql://user@host/database."
    )
    beam_size: int = _setting(4, "Beam width of the decoder, 1 (greedy) to 16.")
    inter_threads: int = _setting(0, "Translations decoded at once; 0: chosen from the cores.")
    intra_threads: int = _setting(0, "Threads of one decoding; 0: chosen from the cores.")
    host: str = _setting("127.0.0.1", "Address that the server listens on.")
    port: int = _setting(5000, "Port that the server listens on.")
    threads: int = _setting(8, "HTTP threads of the server.")
    timeout: int = _setting(120, "Seconds after which a silent worker is replaced.")
    max_body_bytes: int = _setting(8_000_000, "Largest request body, in bytes.")
    max_chars: int = _setting(2_000_000, "Most characters of one request, all texts together.")
    max_unpacked_bytes: int = _setting(
        200_000_000, "Most bytes that a packed document (DOCX, ODT, EPUB) may hold, unpacked."
    )
    max_pages: int = _setting(5_000, "Most pages of a PDF.")
    max_concurrent: int = _setting(4, "Translations worked on at once; others wait.")
    max_waiting: int = _setting(64, "Translations that may wait; beyond, the answer is 503.")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")
    data_dir: str = _setting("", "Where installed packages are; empty: the user's data folder.")
    cache_dir: str = _setting("", "Where packages are unpacked; empty: the user's cache folder.")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """The settings in `env`; raises `SettingsError`, naming every wrong or unknown variable."""
        values: dict[str, Any] = {}
        wrong: list[str] = []
        known = {PREFIX + item.name.upper(): item for item in fields(cls)}
        for variable, text in env.items():
            if not variable.startswith(PREFIX):
                continue
            if variable not in known:
                wrong.append(f"{variable} is not a setting (known: {', '.join(sorted(known))})")
                continue
            item = known[variable]
            try:
                values[item.name] = _parse(text, item.default)
            except ValueError as error:
                wrong.append(f"{variable}={text!r}: {error}")
        if wrong:
            raise SettingsError("; ".join(wrong))
        values.setdefault("data_dir", _user_folder(env, "XDG_DATA_HOME", ".local/share"))
        values.setdefault("cache_dir", _user_folder(env, "XDG_CACHE_HOME", ".cache"))
        return cls(**values).checked()

    def checked(self) -> Settings:
        """The same settings; raises `SettingsError` where a value is out of range."""
        ranges = {
            "beam_size": (1, 16),
            "inter_threads": (0, 256),
            "intra_threads": (0, 256),
            "port": (1, 65535),
            "threads": (1, 256),
            "timeout": (1, 86_400),
            "max_body_bytes": (1, 2**31),
            "max_chars": (1, 2**31),
            "max_unpacked_bytes": (1, 2**40),
            "max_pages": (1, 2**31),
            "max_concurrent": (1, 256),
            "max_waiting": (0, 100_000),
        }
        wrong = [
            f"{PREFIX}{name.upper()}={getattr(self, name)} is not between {low} and {high}"
            for name, (low, high) in ranges.items()
            if not low <= getattr(self, name) <= high
        ]
        if self.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            wrong.append(
                f"{PREFIX}LOG_LEVEL={self.log_level!r}: expected DEBUG, INFO, WARNING, ERROR"
            )
        if wrong:
            raise SettingsError("; ".join(wrong))
        return self

    @property
    def packages_dir(self) -> Path:
        """Where Argos packages are installed, shared with argostranslate itself."""
        return Path(self.data_dir) / "argos-translate" / "packages"

    @property
    def unpacked_dir(self) -> Path:
        """Where `.argosmodel` files are unpacked."""
        return Path(self.cache_dir) / "mtservice" / "models"


def table() -> tuple[tuple[str, str, str, str], ...]:
    """Variable, type, default and help of every setting, in the order of the class."""
    return tuple(
        (
            PREFIX + item.name.upper(),
            "list" if isinstance(item.default, tuple) else type(item.default).__name__,
            ",".join(item.default) if isinstance(item.default, tuple) else str(item.default),
            item.metadata["help"],
        )
        for item in fields(Settings)
    )


def _parse(text: str, default: Any) -> Any:
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise ValueError("expected a whole number") from None
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _user_folder(env: Mapping[str, str], variable: str, fallback: str) -> str:
    return env.get(variable) or str(Path(env.get("HOME") or Path.home()) / fallback)
