"""Security's word about one item: what settles disagreements of any kind."""

from __future__ import annotations

from django.utils import timezone

from accessmap.models import User
from reviews.deciding import state_after
from reviews.lifecycle import Origin, Removal, Verdict
from reviews.models import Decision, ReviewItem
from reviews.shown import sha256, shown_text
from reviews.terms import Terms

RULINGS = frozenset({Verdict.CONFIRM, Verdict.REVOKE, Verdict.REDUCE})


def rule(
    item: ReviewItem, settled_by: User, verdict: Verdict, language: str, terms: Terms
) -> Decision:
    """Write the decision that supersedes whatever was decided before."""
    text = shown_text(item, language)
    decision = Decision.objects.create(
        item=item,
        fingerprint=item.fingerprint,
        reviewer=settled_by,
        verdict=verdict,
        reason=terms.reason,
        reduce_to=terms.reduce_to,
        origin=Origin.RULING,
        language=language,
        shown=text,
        shown_sha256=sha256(text),
        decided_at=timezone.now(),
        supersedes=item.effective,
    )
    item.state = state_after(item, verdict)
    item.removal, item.excepted_until = Removal.NONE, None
    item.save(update_fields=["state", "removal", "excepted_until"])
    return decision
