"""How a closed vocabulary of the lifecycle becomes the choices of a field."""

from __future__ import annotations

from enum import StrEnum


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the words as choices; pages translate them with ``reviews.labels``."""
    return [(each.value, each.value) for each in words]
