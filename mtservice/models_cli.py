"""`mtservice models`: the Argos packages that can be translated with."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn
from rich.table import Table

from mtservice.engine import models as packages
from mtservice.errors import ModelNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.engine.package import Package
    from mtservice.settings import Settings

FINDINGS = 1
_JSON = click.option("--json", "as_json", is_flag=True, help="For machines.")


@click.group()
def models() -> None:
    """List, install and check Argos translation packages.

    \b
    Examples:
      mtservice models list
      mtservice models install ja en
      mtservice models install translate-ja_en.argosmodel
      mtservice models verify
    """


@models.command("list")
@click.option("--available", is_flag=True, help="Those of the Argos index instead (network).")
@_JSON
@click.pass_obj
def list_models(settings: Settings, /, available: bool, as_json: bool) -> None:
    """List the installed packages and the bundled one; the one in use is marked."""
    rows = list(_available() if available else _present(settings))
    if as_json:
        _print_json(rows)
        return
    columns = ["name", "languages"] if available else ["", "name", "languages", "origin", "place"]
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(_cell(row, column) for column in columns))
    _print_table(table)


@models.command()
@click.argument("name", required=False, metavar="[NAME|PATH]")
@_JSON
@click.pass_obj
def info(settings: Settings, /, name: str | None, as_json: bool) -> None:
    """Show a package and its model card; without NAME the one that is used."""
    package = packages.find(name or settings.model or None, settings)
    about = _about(package)
    if as_json:
        _print_json(about)
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for key, value in about.items():
        table.add_row(key, value if isinstance(value, str) else json.dumps(value))
    _print_table(table)
    card = package.path / "README.md"
    if card.is_file():
        _print_card(card.read_text("utf-8", errors="replace"))


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="FILE | FROM TO")
@_JSON
@click.pass_obj
def install(settings: Settings, /, what: tuple[str, ...], as_json: bool) -> None:
    """Install a package from a file or folder, or from the Argos index by its languages.

    What is fetched from the index is checked by size and SHA-256 where they are known. Where there
    is no internet, fetch the `.argosmodel` elsewhere, carry it in and install the file.

    \b
    Examples:
      mtservice models install ja en
      mtservice models install translate-ja_en.argosmodel
    """
    if len(what) == 1:
        package, checked = packages.install_file(Path(what[0]), settings), False
    elif len(what) == 2:
        package = _fetch(settings, (what[0], what[1]))
        checked = packages.is_official(package.name)
    else:
        raise click.UsageError("give one file, or two language codes")
    if as_json:
        _print_json({"name": package.name, "path": str(package.path), "sha256_checked": checked})
        return
    proof = " (size and SHA-256 are those of the published package)" if checked else ""
    click.echo(f"installed {package.name} in {package.path}{proof}")


@models.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_JSON
@click.pass_obj
def remove(settings: Settings, /, name: str, yes: bool, as_json: bool) -> None:
    """Remove an installed package, or a damaged folder that `list` shows."""
    if not yes:
        click.confirm(f"remove {name}?", abort=True, err=True)
    folder = packages.remove(name, settings)
    if as_json:
        _print_json({"name": name, "path": str(folder)})
    else:
        click.echo(f"removed {folder}")


@models.command()
@click.argument("name", required=False, metavar="[NAME|PATH]")
@_JSON
@click.pass_obj
def verify(settings: Settings, /, name: str | None, as_json: bool) -> None:
    """Check a package's files, load it and translate a sentence; without NAME the one in use.

    Exit code 1 when something is wrong with it.
    """
    found = packages.verify(packages.find(name or settings.model or None, settings))
    if as_json:
        _print_json(asdict(found) | {"ok": found.ok})
    else:
        for problem in found.problems:
            click.echo(f"{found.name}: {problem}")
        if found.ok:
            files = (
                "files as installed" if found.checked else "no recorded hashes to check files by"
            )
            click.echo(f"{found.name}: ok ({files}; translates in {found.seconds:.1f} s)")
            click.echo(f"  {found.sentence} → {found.translation}")
    if not found.ok:
        sys.exit(FINDINGS)


def _present(settings: Settings) -> Iterator[dict[str, Any]]:
    """What `list` says of each package on this machine."""
    used = packages.find(settings.model or None, settings).path
    for package in packages.installed(settings, pair=None):
        yield _row(package, "installed", used)
    with suppress(ModelNotFoundError):  # a distribution may leave it out
        yield _row(packages.bundled(settings), "bundled", used)
    for folder, reason in packages.damaged(settings):
        yield {
            "name": folder.name,
            "languages": "",
            "origin": "damaged",
            "place": reason,
            "used": False,
        }


def _row(package: Package, origin: str, used: Path) -> dict[str, Any]:
    return {
        "name": package.name,
        "languages": f"{package.metadata.from_code}→{package.metadata.to_code}",
        "origin": origin,
        "place": str(package.path),
        "used": package.path == used,
    }


def _available() -> Iterator[dict[str, Any]]:
    for entry in packages.index():
        languages = f"{entry.from_code}→{entry.to_code}"
        yield {"name": entry.name, "languages": languages, "links": list(entry.links)}


def _cell(row: dict[str, Any], column: str) -> str:
    """The text of a cell; the column without a name marks the package in use."""
    if column:
        return str(row[column])
    return "*" if row["used"] else ""


def _about(package: Package) -> dict[str, Any]:
    """What there is to know of a package: what it says of itself, and what is measured."""
    info, metadata = package.info(), package.metadata
    return {
        "name": package.name,
        "languages": f"{metadata.from_code}→{metadata.to_code}",
        "path": str(package.path),
        "bytes": sum(path.stat().st_size for path in package.files()),
        "hash": info.hash,
        "strategy": info.strategy,
        "aligned": info.aligned,
        "max_input_tokens": info.max_input_tokens,
        "max_output_tokens": info.max_output_tokens,
        "segment_tokens": info.segment_tokens,
        "licence": metadata.licence,
        "trained_on": metadata.trained_on,
        "scores": dict(metadata.scores),
    }


def _fetch(settings: Settings, pair: tuple[str, str]) -> Package:
    """Install from the index, with a bar for the download on the terminal's error stream."""
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)
        return packages.install_index(
            settings,
            pair=pair,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _print_table(table: Table) -> None:
    """The table; where the output is no terminal, neither cut to a width nor filled up to one."""
    console = Console()
    if console.is_terminal:
        console.print(table)
        return
    wide = Console(width=10_000)
    with wide.capture() as captured:
        wide.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _print_card(text: str) -> None:
    """The model card: set for a reader at a terminal, as it is for a pipe."""
    console = Console()
    console.print()
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        click.echo(text)


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
