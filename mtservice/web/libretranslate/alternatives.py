"""Other translations of a text: what the same model says with other beam widths.

Each keeps its terms as the first one does. Those that come out alike are given once, so that there
may be fewer than were asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtservice.web.service import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtservice.web.service import Service
    from mtservice.web.texts import Answers

_WIDTHS = (1, 2, 8, 12)


def alternatives(
    service: Service, first: Answers, count: int, again: Callable[[Wanted], Answers]
) -> tuple[tuple[str, ...], ...]:
    """Up to `count` for each text of `first`; `again` translates all of them once more."""
    found: list[dict[str, None]] = [{item.text: None} for item in first.texts]
    for width in _WIDTHS:
        if not count or all(len(texts) > count for texts in found) or not first.signature:
            break
        if width != service.defaults.beam_size:
            options = replace(service.defaults, beam_size=width)
            _add(found, again(Wanted(options=options)))
    return tuple(tuple(list(texts)[1 : count + 1]) for texts in found)


def _add(found: Sequence[dict[str, None]], answers: Answers) -> None:
    for texts, item in zip(found, answers.texts, strict=True):
        texts.setdefault(item.text)
