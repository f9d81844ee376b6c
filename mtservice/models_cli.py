"""`mtservice models`: the Argos packages that can be translated with."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from mtservice.engine import models as packages

if TYPE_CHECKING:
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
    """


@models.command("list")
@_JSON
@click.pass_obj
def list_models(settings: Settings, /, as_json: bool) -> None:
    """List installed packages and the bundled one; the first is used."""
    found = [(package, "installed") for package in packages.installed(settings)]
    found.append((packages.bundled(settings), "bundled"))
    if as_json:
        click.echo(json.dumps([_about(package, origin) for package, origin in found], indent=2))
        return
    table = Table("package", "origin", "strategy", "path", box=None)
    for package, origin in found:
        table.add_row(package.name, origin, package.info().strategy, str(package.path))
    Console().print(table)


@models.command()
@click.argument("name", required=False)
@_JSON
@click.pass_obj
def info(settings: Settings, /, name: str | None, as_json: bool) -> None:
    """Show a package and its model card; without NAME the one that is used."""
    package = packages.find(name, settings)
    if as_json:
        click.echo(json.dumps(_about(package), ensure_ascii=False, indent=2))
        return
    about = _about(package)
    for key, value in about.items():
        click.echo(f"{key}: {value}")
    card = package.path / "README.md"
    if card.is_file():
        click.echo("\n" + card.read_text("utf-8"))


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="FILE | ja en")
@click.pass_obj
def install(settings: Settings, /, what: tuple[str, ...]) -> None:
    """Install a package from a file, or the official one for a pair of languages."""
    if len(what) == 1:
        package = packages.install_file(Path(what[0]), settings)
    elif len(what) == 2:
        package = packages.install_index(settings, pair=(what[0], what[1]))
    else:
        raise click.UsageError("give one file, or two language codes")
    click.echo(f"installed {package.name} in {package.path}")


@models.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(settings: Settings, /, name: str, yes: bool) -> None:
    """Remove an installed package."""
    if not yes:
        click.confirm(f"remove {name}?", abort=True)
    click.echo(f"removed {packages.remove(name, settings)}")


@models.command()
@click.argument("name", required=False)
@_JSON
@click.pass_obj
def verify(settings: Settings, /, name: str | None, as_json: bool) -> None:
    """Check a package's files, load it and translate a sentence; exit code 1 if that fails."""
    found = packages.verify(packages.find(name, settings))
    if as_json:
        click.echo(json.dumps({"name": found.name, "problems": list(found.problems)}, indent=2))
    elif found.ok:
        click.echo(f"{found.name}: ok, translates in {found.seconds:.1f} s")
    else:
        click.echo(f"{found.name}: " + "; ".join(found.problems))
    if not found.ok:
        sys.exit(FINDINGS)


def _about(package: Package, origin: str = "") -> dict[str, object]:
    info = package.info()
    return {
        "name": package.name,
        **({"origin": origin} if origin else {}),
        "path": str(package.path),
        "strategy": info.strategy,
        "aligned": info.aligned,
        "hash": info.hash,
    }
