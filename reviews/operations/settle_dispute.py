"""Security settles what the two sides of a grant disagree about."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.clearance import Cleared, told
from reviews.conflicts import Conflicts
from reviews.deciding import refuse_conflict, refuse_ended, refuse_unable
from reviews.disputes import Dispute, dispute_of, took_side
from reviews.errors import NotAllowed, NothingToSettle, SecondPersonNeeded
from reviews.evidence.ledger import record
from reviews.lifecycle import Risk, Verdict
from reviews.models import Decision, ReviewItem
from reviews.operations.locking import open_campaign_held
from reviews.operations.ruling import RULINGS, rule
from reviews.terms import Said, Terms


@transaction.atomic
def settle_dispute(
    item: ReviewItem,
    *,
    settled_by: User,
    verdict: Verdict,
    language: str = "en",
    **said: Unpack[Said],
) -> list[Decision]:
    """Rule about both sides of the grant of ``item``, with a reason; all is kept.

    Neither side changes a ruling; whoever took a side does not make it.
    """
    campaign = open_campaign_held(item.campaign_id)
    found = dispute_of(item)
    if found is None:
        raise NothingToSettle(_("The two sides do not disagree about this."))
    grounds = _refuse_partial(found, settled_by, verdict)
    terms = Terms.of(said)
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=Risk.HIGH, is_change=False)
    decisions = [
        rule(each, settled_by, verdict, language, terms) for each in found.items
    ]
    record(
        "dispute-settled",
        by=settled_by,
        campaign=campaign,
        item=found.granting,
        decisions=[each.pk for each in decisions],
        verdict=verdict.value,
        reason=terms.reason,
        cleared=told(grounds),
    )
    return decisions


def _refuse_partial(
    found: Dispute, settled_by: User, verdict: Verdict
) -> list[Cleared]:
    """Refuse who took a side; return on what ground the other may settle each."""
    if not settled_by.is_analyst or verdict not in RULINGS:
        raise NotAllowed(_("Analysts settle it: confirm, revoke or reduce."))
    refuse_unable(settled_by)
    is_side = settled_by.pk in {each.reviewer_id for each in found.items}
    if is_side or took_side(settled_by, found.granting):
        raise SecondPersonNeeded(
            _("You are asked for one of the sides; another analyst settles it.")
        )
    for each in found.items:
        refuse_ended(each)
    conflicts = Conflicts()
    return [
        (each, refuse_conflict(each, settled_by, conflicts)) for each in found.items
    ]
