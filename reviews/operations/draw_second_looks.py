"""Ask a second person about the decided items that were drawn at opening."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from accessmap.models import User
from reviews.conflicts import Conflicts
from reviews.evidence.ledger import record
from reviews.lifecycle import DECIDED, Origin
from reviews.models import Campaign, Decision, ReviewItem, SecondLook
from reviews.register import Register
from reviews.second_looks import drawn_numbers

JOB = "second-look"
ASKED = (Origin.ANSWER, Origin.BULK, Origin.CARRIED)
CHUNK = 500


def draw_second_looks() -> int:
    """Ask about what was decided since the last run; return how many are new.

    Safe to run twice: an item is looked at a second time once.
    """
    campaigns = Campaign.objects.open().filter(second_look_percent__gt=0)
    return sum(_draw(pk) for pk in campaigns.values_list("pk", flat=True))


@transaction.atomic
def _draw(pk: int) -> int:
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    if not campaign.is_open:
        return 0
    analysts = [each for each in Register().people if each.is_analyst]
    conflicts, now, numbers = Conflicts(), timezone.now(), drawn_numbers(campaign)
    asked: list[int] = []
    for start in range(0, len(numbers), CHUNK):
        for item in _decided(campaign, numbers[start : start + CHUNK]):
            person = _second(item, analysts, conflicts)
            if person is not None:
                SecondLook.objects.create(item=item, asked=person, drawn_at=now)
                asked.append(item.number)
    if asked:
        # Not who was drawn for what: the first person reads the ledger too.
        record("second-looks-drawn", by=JOB, campaign=campaign, count=len(asked))
    return len(asked)


def _decided(campaign: Campaign, numbers: list[int]) -> list[ReviewItem]:
    """Return the items that somebody decided, and nobody looks at a second time."""
    answered = Decision.objects.effective().filter(
        item__campaign=campaign, origin__in=ASKED
    )
    items = campaign.items.filter(
        number__in=numbers,
        state__in=DECIDED,
        second_look=None,
        grant__ended_at=None,
        pk__in=answered.values("item"),
    )
    return list(items.select_related("grant__resource", "campaign").order_by("number"))


def _second(
    item: ReviewItem, analysts: list[User], conflicts: Conflicts
) -> User | None:
    """Return an analyst who had no part in it, drawn by the campaign's seed."""
    sides = ReviewItem.objects.filter(campaign=item.campaign_id, grant=item.grant_id)
    taken = set(sides.values_list("reviewer_id", flat=True))
    taken |= set(item.decisions.values_list("reviewer_id", flat=True))

    def turn(person: User) -> str:
        text = f"{item.campaign.second_look_seed} {item.number} {person.pk}"
        return hashlib.sha256(text.encode()).hexdigest()

    free = (each for each in sorted(analysts, key=turn) if each.pk not in taken)
    return next((each for each in free if conflicts.on(item, each) is None), None)
