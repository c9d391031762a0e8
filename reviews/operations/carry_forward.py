"""Let the last decision count once more: nothing changed, and little is at stake."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accessmap.models import User
from reviews.clearance import Clearance
from reviews.conflicts import Conflicts
from reviews.evidence.ledger import record
from reviews.lifecycle import ItemState, Origin, Risk, Verdict, may_carry
from reviews.models import Campaign, Decision, ReviewItem
from reviews.models.item import ReviewItemQuerySet
from reviews.recommendation import Change
from reviews.shown import sha256, shown_text

BATCH = 500


@transaction.atomic
def carry_forward(campaign: Campaign, *, by: User) -> int:
    """Confirm without asking what the campaign's policy lets; return how many.

    Only on an equal fingerprint, low risk, and a limited number of times in a row, and
    nothing that ``by`` could use or wrote: they are its decider on record. Each is
    marked so, names the decision that it repeats, and can be decided until close.
    """
    if not campaign.carry_limit:
        return 0
    able = campaign.items.open().filter(
        risk=Risk.LOW, previous__state__in=[ItemState.CONFIRMED, ItemState.CARRIED]
    )
    numbers: list[int] = []
    conflicts = Conflicts()
    keys = list(able.order_by("number").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = campaign.items.filter(pk__in=keys[start : start + BATCH])
        related = batch.select_related("previous", "campaign", "grant__resource")
        numbers += _carry(related.order_by("number"), by, conflicts)
    if numbers:
        record(
            "items-carried",
            by=by,
            campaign=campaign,
            numbers=numbers,
            conflict=Clearance.NONE_FOUND.value,
        )
    return len(numbers)


def _carry(batch: ReviewItemQuerySet, by: User, conflicts: Conflicts) -> list[int]:
    """Write the decisions of one batch; return the numbers of its items."""
    items = list(batch)
    last = Decision.objects.effective().filter(
        item__in=[each.previous_id for each in items]
    )
    decisions = {each.item_id: each for each in last.defer("shown")}
    carried = [
        (item, decisions[item.previous.pk])
        for item in items
        if item.previous
        and item.previous.pk in decisions
        and _may(item, decisions[item.previous.pk])
        and conflicts.on(item, by) is None
    ]
    Decision.objects.bulk_create(
        [_repeated(item, before, by) for item, before in carried], batch_size=200
    )
    keys = [item.pk for item, _before in carried]
    ReviewItem.objects.filter(pk__in=keys).update(state=ItemState.CARRIED)
    return [item.number for item, _before in carried]


def _may(item: ReviewItem, before: Decision) -> bool:
    previous = item.previous
    is_equal = (
        previous is not None
        and previous.fingerprint == item.fingerprint
        and item.circumstances["change"] == Change.UNCHANGED
    )
    return may_carry(
        risk=Risk(item.risk),
        is_equal=is_equal,
        last=ItemState(previous.state) if previous else None,
        times=before.carried_times,
        limit=item.campaign.carry_limit,
    )


def _repeated(item: ReviewItem, before: Decision, by: User) -> Decision:
    text = shown_text(item, before.language)
    return Decision(
        item=item,
        fingerprint=item.fingerprint,
        reviewer=by,
        verdict=Verdict.CONFIRM,
        purpose=before.purpose,
        ticket=before.ticket,
        origin=Origin.CARRIED,
        carried_from=before,
        carried_times=before.carried_times + 1,
        language=before.language,
        shown=text,
        shown_sha256=sha256(text),
        decided_at=timezone.now(),
    )
