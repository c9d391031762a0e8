"""RQ doors of judgments: a few lines, done."""

from __future__ import annotations

from reviews.operations import apply_deadlines as ending
from reviews.operations import draw_second_looks as drawing
from reviews.operations import open_due_campaigns as opening
from reviews.operations import remind_reviewers as reminding
from reviews.operations import send_notices as sending
from reviews.operations import tell_events as telling
from reviews.operations import tell_first_uses as noticing
from reviews.operations import tell_new_grants as widening
from reviews.operations import verify_removals as operation


def verify_removals() -> None:
    """Take every finished crawl beyond the cursor; safe to run twice."""
    operation.verify_removals()


def open_due_campaigns() -> None:
    """Open the campaigns whose time has come; safe to run twice."""
    opening.open_due_campaigns()


def apply_deadlines() -> None:
    """Keep or revoke what nobody answered in time; safe to run twice."""
    ending.apply_deadlines()


def draw_second_looks() -> None:
    """Ask a second person about what was drawn; safe to run twice."""
    drawing.draw_second_looks()


def remind_reviewers() -> None:
    """Write the digests of this hour; safe to run twice."""
    reminding.remind_reviewers()


def send_notices() -> None:
    """Tell what happened, and send what waits; safe to run twice."""
    telling.tell_events()
    noticing.tell_first_uses()
    widening.tell_new_grants()
    sending.send_notices()
