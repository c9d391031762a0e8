"""Japanese, in です・ます."""

from __future__ import annotations

from accessmap.policy.explain.ja import gates, outcome, what, when, who

PHRASES = {
    **gates.PHRASES,
    **who.PHRASES,
    **what.PHRASES,
    **when.PHRASES,
    **outcome.PHRASES,
}
