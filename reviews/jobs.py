"""RQ doors of judgments: a few lines, done."""

from __future__ import annotations

from reviews.operations import verify_removals as operation


def verify_removals() -> None:
    """Take every finished crawl beyond the cursor; safe to run twice."""
    operation.verify_removals()
