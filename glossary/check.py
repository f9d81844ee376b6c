"""Examines a glossary: named rules, each with a severity.

An `error` makes translations wrong or leaves a choice to chance, a `warning` is a likely slip, an
`info` something to know. Retired entries are passed over; only approved ones are held against each
other. The cost is flat: a hundred thousand entries take seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.checks import entries, nested, pairs, scripts
from glossary.checks.base import SEVERITIES, Rule, Subject

if TYPE_CHECKING:
    from glossary.model import Finding, Glossary

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*pairs.RULES, *entries.RULES, *scripts.RULES, *nested.RULES),
        key=lambda rule: SEVERITIES.index(rule.severity),
    )
)
"""Every rule, errors first."""


def check(glossary: Glossary) -> tuple[Finding, ...]:
    """Everything that the rules find: errors first, by rule, then in the order of the entries."""
    subject = Subject(glossary)
    return tuple(finding for rule in RULES for finding in rule.findings(subject))
