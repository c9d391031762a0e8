"""A reviewer says what is to become of one grant."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from accessmap.models import User
from reviews.clearance import told
from reviews.conflicts import Conflicts
from reviews.deciding import refuse_ended, refuse_ineligible, state_after, text_read
from reviews.evidence.ledger import record
from reviews.lifecycle import Removal, Risk, Verdict
from reviews.models import Decision, Exemption, ReviewItem
from reviews.operations.locking import open_item_held
from reviews.shown import sha256
from reviews.terms import Said, Terms, last_day


@transaction.atomic
def decide_item(
    item: ReviewItem,
    *,
    reviewer: User,
    verdict: Verdict,
    language: str = "en",
    shown_sha256: str = "",
    **said: Unpack[Said],
) -> Decision:
    """Record one verdict on the grant exactly as the reviewer read it.

    Until the campaign closes a decision may be superseded or taken back, with the
    reason for it; all stay. ``shown_sha256`` is the hash of the text that the page
    showed: a page that showed something else does not decide.
    """
    campaign, item = open_item_held(item)
    before = item.effective
    terms = Terms.of(said)
    ground = refuse_ineligible(item, reviewer, before=before, conflicts=Conflicts())
    refuse_ended(item)
    after = state_after(item, verdict)
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=Risk(item.risk), is_change=before is not None)
    text = text_read(item, language, shown_sha256)
    decision = Decision.objects.create(
        item=item,
        fingerprint=item.fingerprint,
        reviewer=reviewer,
        verdict=verdict,
        reason=terms.reason,
        purpose=terms.purpose,
        ticket=terms.ticket,
        reduce_to=terms.reduce_to,
        language=language,
        shown=text,
        shown_sha256=sha256(text),
        decided_at=timezone.now(),
        supersedes=before,
    )
    if verdict is Verdict.EXCEPTION:
        _ask_for_exception(decision, terms, last_day(campaign.exception_days))
    item.state = after
    item.removal, item.excepted_until = Removal.NONE, None
    item.save(update_fields=["state", "removal", "excepted_until"])
    record(
        "item-decided",
        by=reviewer,
        campaign=campaign,
        item=item,
        decision=decision.pk,
        verdict=verdict.value,
        supersedes=before.pk if before else None,
        cleared=told([(item, ground)]),
    )
    return decision


def _ask_for_exception(decision: Decision, terms: Terms, last: date) -> None:
    Exemption.objects.create(
        item=decision.item,
        decision=decision,
        requested_by=decision.reviewer,
        requested_at=decision.decided_at,
        control=terms.control,
        reason=terms.reason,
        expires_on=terms.ends_on,
        allowed_until=last,
    )
