"""Write the revocation of many items that nobody answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone

from accessmap import mass
from accessmap.garbage import collected
from accessmap.models import User
from reviews.lifecycle import ItemState, Origin, Verdict
from reviews.models import Decision, ReviewItem
from reviews.models.item import ReviewItemQuerySet
from reviews.operations.writing import count_anew
from reviews.shown import sha256, shown_text

BATCH = 500


def revoke_unanswered(
    items: ReviewItemQuerySet,
    *,
    by: User,
    origin: Origin,
    reason: Callable[[ReviewItem], str],
) -> list[int]:
    """Revoke ``items`` in batches, under a campaign that the caller holds.

    In batches, since a campaign may hold 100,000. Returns the keys of the decisions;
    ``by`` is who answers for them: who closes, or who chose the rule.
    """
    now = timezone.now()
    made: list[int] = []
    # What is revoked is unanswered no more: each batch begins where the last ended.
    batches = iter(lambda: list(items.order_by("number")[:BATCH]), [])
    for batch in collected(batches):
        made += _revoke(batch, by, origin, reason, now)
    if made:
        count_anew(Decision, ReviewItem)
    return made


def _revoke(
    batch: Sequence[ReviewItem],
    by: User,
    origin: Origin,
    reason: Callable[[ReviewItem], str],
    now: datetime,
) -> list[int]:
    before = Decision.objects.effective().filter(item__in=batch).defer("shown")
    newest = {each.item_id: each for each in before}
    decisions = []
    for item in batch:
        text = shown_text(item, "en")
        decisions.append(
            Decision(
                item=item,
                fingerprint=item.fingerprint,
                reviewer=by,
                verdict=Verdict.REVOKE,
                reason=reason(item),
                origin=origin,
                language="en",
                shown=text,
                shown_sha256=sha256(text),
                decided_at=now,
                supersedes=newest.get(item.pk),
            )
        )
    mass.insert(decisions)
    keys = [each.pk for each in batch]
    ReviewItem.objects.filter(pk__in=keys).update(state=ItemState.REVOKED)
    return [each.pk for each in decisions]
