"""What an auditor reads on the page; that somebody read is logged, as taking is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotAllowed
from reviews.evidence.ledger import record
from reviews.models import Campaign, ReviewItem
from reviews.sampling import drawn
from reviews.trail import Trail, trail

KIND = "evidence-read"


@transaction.atomic
def draw_sample(
    campaign: Campaign, *, count: int, nonce: str, read_by: User
) -> list[ReviewItem]:
    """Return the items of the sample, which the auditor's own words decide."""
    _refuse_blind(read_by)
    numbers = drawn(campaign, count, nonce)
    items = ReviewItem.objects.filter(campaign=campaign, number__in=numbers)
    found = list(items.select_related("reviewer").order_by("number"))
    record(KIND, by=read_by, campaign=campaign, nonce=nonce, items=numbers)
    return found


@transaction.atomic
def read_trail(item: ReviewItem, *, read_by: User) -> Trail:
    """Return everything that happened to one item."""
    _refuse_blind(read_by)
    found = trail(item)
    record(KIND, by=read_by, campaign=item.campaign, item=item)
    return found


def _refuse_blind(person: User) -> None:
    if not person.sees_everything:
        raise NotAllowed(_("Evidence is for analysts and auditors."))
