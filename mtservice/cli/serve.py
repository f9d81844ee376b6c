"""`mtservice serve`: the HTTP service under gunicorn."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mtservice.settings import Settings


@click.command()
@click.option("--host", help="Address to listen on; 127.0.0.1 unless set.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; 5000 unless set.")
@click.option("--model", metavar="PATH|NAME", help="Argos package to translate with.")
@click.option("--glossary-dir", metavar="FOLDER", help="Folder of glossaries to offer.")
@click.pass_obj
def serve(
    settings: Settings,
    host: str | None,
    port: int | None,
    model: str | None,
    glossary_dir: str | None,
) -> None:
    """Serve translations over HTTP until stopped; the page is at `/`.

    \b
    Examples:
      mtservice serve
      mtservice serve --port 8080 --glossary-dir ~/glossaries
      curl -s localhost:5000/v1/translate -H 'Content-Type: application/json' \\
           -d '{"text": "ミンスクで首脳会合が開かれた。"}'
    """
    address = f"{host or settings.host}:{port or settings.port}"
    env = dict(os.environ)
    if model:
        env["MTSERVICE_MODEL"] = model
    if glossary_dir:
        env["MTSERVICE_GLOSSARY_DIR"] = glossary_dir
    click.echo(f"mtservice: http://{address} (Ctrl-C stops it)", err=True)
    os.execvpe(sys.executable, _gunicorn(settings, address), env)  # noqa: S606 - our own arguments


def _gunicorn(settings: Settings, address: str) -> list[str]:
    # One worker: its threads share one model, and CTranslate2 runs outside the interpreter lock.
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "mtservice.wsgi:app",
        f"--bind={address}",
        "--workers=1",
        "--worker-class=gthread",
        f"--threads={settings.threads}",
        f"--timeout={settings.timeout}",
        "--graceful-timeout=30",
        "--log-level=warning",
    ]
