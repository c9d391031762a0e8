"""What a grant is for, by its owner's word: asked once, kept until it changes."""

from __future__ import annotations

from reviews.lifecycle import Purpose
from reviews.models import Decision


def purpose_of(fingerprint: str) -> Decision | None:
    """Return the newest decision that says what this very grant is for, or None.

    An edited policy makes another grant with another fingerprint, so a purpose is never
    taken over to what nobody has said it about.
    """
    said = Decision.objects.filter(fingerprint=fingerprint)
    said = said.exclude(purpose=Purpose.UNSAID).select_related("reviewer")
    return said.defer("shown").order_by("-pk").first()
