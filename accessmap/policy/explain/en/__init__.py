"""English."""

from __future__ import annotations

from accessmap.policy.explain.en import gates, outcome, what, when, who

PHRASES = {
    **gates.PHRASES,
    **who.PHRASES,
    **what.PHRASES,
    **when.PHRASES,
    **outcome.PHRASES,
}
