"""English."""

from __future__ import annotations

from accessmap.policy.explain.en import outcome, what, when, who

PHRASES = {**who.PHRASES, **what.PHRASES, **when.PHRASES, **outcome.PHRASES}
