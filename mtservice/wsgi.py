"""The WSGI entry: `gunicorn mtservice.wsgi:app`."""

from __future__ import annotations

import os

from mtservice.logs import configure_logging
from mtservice.settings import Settings
from mtservice.web import create_app
from mtservice.wiring import make_translator

_settings = Settings.from_env(os.environ)
configure_logging(_settings.log_level)
app = create_app(make_translator(_settings), _settings)
