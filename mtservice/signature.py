"""What a result depends on, as one string: so that it can be remade, cached, and told apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

SEGMENTER = "ja-rules-1"
"""Raised whenever the segmentation rules change what they split."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Everything that a translation depends on besides the text."""

    version: str
    model: str
    model_hash: str
    glossaries: tuple[tuple[str, str], ...]
    """Name and version of each glossary, in order of precedence."""
    options: str

    def __str__(self) -> str:
        """`mtservice:0.1.0|model:…@…|glossary:…@…|seg:…|…`, in the manner of sacreBLEU."""
        stack = "+".join(f"{name}@{version}" for name, version in self.glossaries) or "none"
        return (
            f"mtservice:{self.version}|model:{self.model}@{self.model_hash[:12]}"
            f"|glossary:{stack}|seg:{SEGMENTER}|{self.options}"
        )

    def hash(self) -> str:
        """SHA-256 of the string, hexadecimal."""
        return hashlib.sha256(str(self).encode()).hexdigest()
