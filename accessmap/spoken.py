"""A grant's row in words: the door through which judgments ask facts for them.

Names and rows belong to ``derive``, which judgments do not import.
"""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.derive.names import names
from accessmap.derive.rows import from_row
from accessmap.models import Grant
from accessmap.policy import explain
from accessmap.policy.names import Names

Spans = tuple[explain.Span, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The three things that are said about a grant."""

    headline: Spans
    sentence: Spans
    consequence: Spans


def names_now() -> Names:
    """Return who is called how today."""
    return names()


def spoken(row: Grant, called: Names, language: str) -> Spoken:
    """Return what a row says, in ``en`` or ``ja``."""
    grant = from_row(row)
    return Spoken(
        headline=explain.headline(grant, called, language),
        sentence=explain.sentence(grant, called, language),
        consequence=explain.consequence(grant, called, language),
    )
