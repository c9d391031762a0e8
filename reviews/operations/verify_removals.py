"""See, crawl by crawl, whether what was revoked is really gone."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accessmap.models import Crawl
from reviews.evidence.ledger import record
from reviews.lifecycle import CampaignState, Removal
from reviews.looking import look
from reviews.models import Campaign, Cursor, ReviewItem, Verification
from reviews.operations.release_ended import release_ended

JOB = "verify-removals"
# What takes a removal back; the second where it had been told too soon.
AGAIN = frozenset({Removal.CAME_BACK, Removal.STILL_THERE})


def verify_removals() -> Counter[str]:
    """Take every finished crawl beyond the cursor, oldest first; count the outcomes.

    Each crawl is one transaction that also moves the cursor, so whatever runs twice, or
    stops in between, takes each crawl once.
    """
    seen: Counter[str] = Counter()
    while (found := _take_next()) is not None:
        seen += found
    return seen


@transaction.atomic
def _take_next() -> Counter[str] | None:
    cursor = Cursor.held(Cursor.VERIFY_REMOVALS)
    crawl = _beyond(cursor)
    if crawl is None:
        return None
    seen: Counter[str] = Counter()
    # Campaigns first and the ledger after, as whoever decides or closes takes them:
    # the other way round, each would wait for the other.
    for campaign in Campaign.objects.select_for_update().order_by("pk"):
        release_ended(campaign, by=JOB)
        seen += _verify(campaign, crawl)
    cursor.position = crawl.pk
    cursor.save(update_fields=["position"])
    return seen


def _beyond(cursor: Cursor) -> Crawl | None:
    """Return the crawl that finished next after the cursor's.

    By the time it finished and not by number: a long crawl may finish after a short one
    that began later.
    """
    crawls = Crawl.objects.finished().exclude(state=Crawl.State.FAILED)
    last = Crawl.objects.filter(pk=cursor.position).first()
    if last is not None and last.finished_at is not None:
        crawls = crawls.filter(
            Q(finished_at__gt=last.finished_at)
            | Q(finished_at=last.finished_at, pk__gt=last.pk)
        )
    return crawls.order_by("finished_at", "pk").first()


def _verify(campaign: Campaign, crawl: Crawl) -> Counter[str]:
    """Look at each revoked item of ``campaign`` with ``crawl``; record what is new."""
    seen: Counter[str] = Counter()
    items = campaign.items.revoked().exclude(verifications__crawl=crawl)
    for item in items.select_related("grant__resource", "grant__snapshot", "campaign"):
        decision = item.effective
        # Only a reading that began after the promise can speak about it.
        if decision is None or crawl.started_at <= decision.decided_at:
            continue
        seen += _record(item, crawl)
    _settle(campaign)
    return seen


def _record(item: ReviewItem, crawl: Crawl) -> Counter[str]:
    sight = look(item, crawl)
    if sight is None:
        return Counter()
    if item.removal == Removal.REMOVED and sight.outcome not in AGAIN:
        return Counter()
    reason = sight.reason(crawl)
    Verification.objects.create(
        item=item,
        crawl=crawl,
        outcome=sight.outcome,
        reason=reason,
        saw=list(sight.saw),
        other_ways=sight.other_ways,
        ways=list(sight.ways),
        verified_at=timezone.now(),
    )
    if item.removal != sight.outcome:
        item.removal = sight.outcome
        item.save(update_fields=["removal"])
        record(
            f"removal-{sight.outcome.value}",
            by=JOB,
            campaign=item.campaign,
            item=item,
            crawl=crawl.pk,
            reason=reason,
        )
    return Counter({sight.outcome.value: 1})


def _settle(campaign: Campaign) -> None:
    """Close when every promise is seen; go back to verifying when one came back."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    is_outstanding = campaign.items.outstanding().exists()
    after = {
        (CampaignState.VERIFYING, False): CampaignState.CLOSED,
        (CampaignState.CLOSED, True): CampaignState.VERIFYING,
    }.get((CampaignState(campaign.state), is_outstanding))
    if after is None:
        return
    campaign.state = after
    campaign.save(update_fields=["state"])
    record(f"campaign-{after.value}", by=JOB, campaign=campaign)
