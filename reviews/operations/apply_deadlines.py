"""Do what campaigns opened with, once their due date has passed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.language import language_of
from reviews.deadline import Plan, has_passed
from reviews.evidence.ledger import record
from reviews.labels import RISK
from reviews.lifecycle import AtDeadline, ItemState, Origin
from reviews.models import Campaign, Event, ReviewItem
from reviews.operations.release_ended import release_ended
from reviews.operations.revoke_unanswered import revoke_unanswered

JOB = "deadline"


def apply_deadlines(now: datetime | None = None) -> Counter[str]:
    """Keep or revoke what nobody answered; count what was done. Safe to run twice.

    The rule is the actor, and no person: the ledger says ``system:deadline``. More
    revocations than the campaign's limit wait until a second person says yes.
    """
    now = now or timezone.now()
    done: Counter[str] = Counter()
    campaigns = Campaign.objects.open().filter(due_on__lte=now.date())
    for campaign in campaigns.select_related("opened_by", "occurrence__schedule"):
        if has_passed(campaign, now):
            done += _apply(campaign.pk)
    return done


@transaction.atomic
def _apply(pk: int) -> Counter[str]:
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    if not campaign.is_open:
        return Counter()
    release_ended(campaign, by=JOB)
    plan = Plan(campaign)
    kept = _keep(plan)
    decisions = [] if plan.is_over else _revoke(plan)
    if kept or decisions:
        record(
            "deadline-applied",
            by=JOB,
            campaign=campaign,
            kept=kept,
            decisions=decisions,
            limit=plan.most,
            chosen_by=campaign.opened_by.get_username(),
        )
    if plan.is_over:
        _wait(plan)
    return Counter(kept=len(kept), revoked=len(decisions), waits=int(plan.is_over))


def _keep(plan: Plan) -> list[int]:
    """Leave what is to be kept undecided, and return the numbers of these items."""
    items = plan.items(AtDeadline.KEEP)
    numbers = sorted(items.values_list("number", flat=True))
    items.update(state=ItemState.UNDECIDED)
    return numbers


def _revoke(plan: Plan) -> list[int]:
    campaign = plan.campaign

    def reason(item: ReviewItem) -> str:
        return _(
            "Nobody answered until %(day)s. By the rule of this review for risk "
            "“%(risk)s” it is marked for revocation."
        ) % {"day": campaign.due_on.isoformat(), "risk": RISK[item.risk]}

    with override(language_of(campaign.opened_by)):
        return revoke_unanswered(
            plan.items(AtDeadline.REVOKE),
            by=campaign.opened_by,
            origin=Origin.DEADLINE,
            reason=reason,
        )


def _wait(plan: Plan) -> None:
    """Note, once for each limit, that a second person is needed."""
    known = Event.objects.filter(campaign=plan.campaign, kind="deadline-waits")
    if any(each.says["limit"] == plan.most for each in known):
        return
    record(
        "deadline-waits",
        by=JOB,
        campaign=plan.campaign,
        count=plan.revoked_count,
        limit=plan.most,
    )
