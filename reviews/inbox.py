"""One person's part of one campaign: what is to be decided, riskiest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accessmap.models import User
from reviews.lifecycle import CampaignState, ItemState
from reviews.models import Campaign, ReviewItem

SECONDS_AN_ITEM = 40
LIST_LENGTH = 40  # of each half of the list; the rest is said as a number


@dataclass
class Inbox:
    """The list beside the item."""

    person: User
    campaign: Campaign

    @classmethod
    def of(cls, person: User, campaign_id: str = "") -> Inbox | None:
        """Return the inbox of the campaign that was asked for, or of the next one due.

        A campaign with something left comes before one that is only looked at again.
        """
        mine = Campaign.objects.filter(
            state=CampaignState.OPEN, items__reviewer=person
        ).distinct()
        if campaign_id.isdecimal():
            mine = mine.filter(pk=int(campaign_id))
        waiting = mine.filter(items__in=ReviewItem.objects.open().asked_of(person))
        campaign = (
            waiting.order_by("due_on", "pk").first()
            or mine.order_by("due_on", "pk").first()
        )
        return cls(person, campaign) if campaign else None

    @cached_property
    def items(self) -> list[ReviewItem]:
        """Everything this person is asked in this campaign."""
        return list(
            self.campaign.items.asked_of(self.person)
            .riskiest_first()
            .defer("statement", "circumstances")
        )

    @cached_property
    def to_decide(self) -> list[ReviewItem]:
        """What is open."""
        return [each for each in self.items if each.is_open]

    @cached_property
    def settled(self) -> list[ReviewItem]:
        """What was decided, or has ended by itself."""
        return [each for each in self.items if not each.is_open]

    @property
    def first_to_decide(self) -> list[ReviewItem]:
        """As much of it as a list can hold."""
        return self.to_decide[:LIST_LENGTH]

    @property
    def first_settled(self) -> list[ReviewItem]:
        """As much of it as a list can hold."""
        return self.settled[:LIST_LENGTH]

    @property
    def more_to_decide(self) -> int:
        """How many the list leaves out."""
        return max(len(self.to_decide) - LIST_LENGTH, 0)

    @property
    def more_settled(self) -> int:
        """How many the list leaves out."""
        return max(len(self.settled) - LIST_LENGTH, 0)

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes."""
        return -(-len(self.to_decide) * SECONDS_AN_ITEM // 60)

    def place_of(self, item: ReviewItem) -> int:
        """Return the number of ``item`` in this list, from 1; 0 if it is not in it."""
        keys = [each.pk for each in self.items]
        return keys.index(item.pk) + 1 if item.pk in keys else 0

    def beside(self, item: ReviewItem, step: int) -> ReviewItem | None:
        """Return the next or previous open item, around ``item``."""
        place = self.place_of(item)
        if not place:
            return None
        around = [*self.items[place:], *self.items[: place - 1]]
        if step < 0:
            around.reverse()
        return next((each for each in around if each.state == ItemState.OPEN), None)
