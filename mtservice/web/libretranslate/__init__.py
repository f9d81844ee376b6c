"""The HTTP API of LibreTranslate, over the same translator: its clients work unchanged."""

from __future__ import annotations

from mtservice.web.libretranslate.routes import make_face

__all__ = ["make_face"]
