"""States, verdicts and the transition table of a review: pure."""

from __future__ import annotations
