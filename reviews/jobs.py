"""RQ doors of judgments: a few lines, done."""

from __future__ import annotations

from reviews.operations import open_due_campaigns as opening
from reviews.operations import verify_removals as operation


def verify_removals() -> None:
    """Take every finished crawl beyond the cursor; safe to run twice."""
    operation.verify_removals()


def open_due_campaigns() -> None:
    """Open the campaigns whose time has come; safe to run twice."""
    opening.open_due_campaigns()
