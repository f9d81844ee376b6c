"""The HTTP API of DeepL, over the same translator: its clients work unchanged."""

from __future__ import annotations

from mtservice.web.deepl.routes import make_face

__all__ = ["make_face"]
