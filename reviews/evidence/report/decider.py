"""Who decided, in a report's words."""

from __future__ import annotations

from typing import Any

from reviews.labels import ORIGIN
from reviews.lifecycle import Origin


def decider(decision: Any) -> str:
    """Return who decided, which need not be who was asked; of a rule, the rule."""
    origin = Origin(decision["origin"])
    if origin == Origin.DEADLINE:
        return str(ORIGIN[origin])
    said = "" if origin in {Origin.ANSWER, Origin.BULK} else str(ORIGIN[origin])
    return f"{decision['reviewer']}, {said}".rstrip(", ")
