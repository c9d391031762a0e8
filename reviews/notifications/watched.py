"""What security is told that a crawl saw: one message to each, however much it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import override

from reviews.notifications.digest import Message


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was seen; ``address`` is the page that shows it."""

    subject: str
    says: str
    address: str


def watched(seen: Sequence[Seen], *, subject: str, language: str) -> Message:
    """Return all of it as one message; one thing alone is its own subject."""
    with override(language):
        html = render_to_string("reviews/mail/watched.html", {"seen": seen})
    return Message(
        subject=seen[0].subject if len(seen) == 1 else subject,
        text="\n\n".join(f"{each.says} {each.address}" for each in seen),
        html=html,
    )
