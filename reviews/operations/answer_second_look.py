"""A second person says what they would have decided."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.conflicts import Conflicts
from reviews.deciding import (
    refuse_conflict,
    refuse_ended,
    refuse_others,
    refuse_unable,
    text_read,
)
from reviews.errors import (
    AlreadySettled,
    NotAllowed,
    ReasonRequired,
)
from reviews.evidence.ledger import record
from reviews.lifecycle import Verdict
from reviews.models import ReviewItem, SecondAnswer, SecondLook
from reviews.operations.locking import open_campaign_held
from reviews.shown import sha256


@transaction.atomic
def answer_second_look(  # noqa: PLR0913
    look: SecondLook,
    *,
    answered_by: User,
    verdict: Verdict,
    reason: str,
    language: str = "en",
    shown_sha256: str = "",
) -> SecondAnswer:
    """Write what the second person thinks; the first decision stays what it is.

    Where the two disagree, security settles it, and the campaign does not close before.
    """
    item = ReviewItem.objects.select_related("grant__resource").get(pk=look.item_id)
    campaign = open_campaign_held(item.campaign_id)
    refuse_others(look.asked, answered_by)
    if SecondAnswer.objects.filter(look=look).exists():
        raise AlreadySettled(_("You answered this already; the answer stays."))
    if verdict not in {Verdict.CONFIRM, Verdict.REVOKE}:
        raise NotAllowed(_("A second look confirms or revokes."))
    refuse_unable(answered_by)
    refuse_ended(item)
    refuse_conflict(item, answered_by, Conflicts())
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ReasonRequired(_("Say why: the first reason is not shown to you."))
    text = text_read(item, language, shown_sha256)
    answer = SecondAnswer.objects.create(
        look=look,
        verdict=verdict,
        reason=reason,
        language=language,
        shown_sha256=sha256(text),
        answered_by=answered_by,
        answered_at=timezone.now(),
    )
    record(
        "second-look-answered",
        by=answered_by,
        campaign=campaign,
        item=item,
        verdict=verdict.value,
        reason=reason,
    )
    return answer
