"""One person's part of one campaign: what is to be decided, riskiest first.

A part may hold 100,000 items, so nothing here reads more of them than a page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Min, Q

from accessmap.graph.last_seen import SEEN_BY, LastSeen, last_seen_among
from accessmap.models import Grant, User
from reviews.lifecycle import CampaignState, ItemState
from reviews.models import Campaign, Decision, Planted, ReviewItem
from reviews.models.item import ReviewItemQuerySet

Asked = ReviewItem | Planted
SECONDS_AN_ITEM = 40  # reading a sentence, its reason, and deciding
LIST_LENGTH = 40  # of each half of the list; the rest is said as a number
MOST_CLASSES = 5
MOST_STEPS = 30  # of the bar of progress that has a step an item


@dataclass(frozen=True, slots=True)
class Alike:
    """Undecided grants that say the same: how many, and the first to read."""

    count: int
    item: ReviewItem


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
        asked = ReviewItem.objects.asked_of(person)
        mine = Campaign.objects.filter(
            state=CampaignState.OPEN, pk__in=asked.values("campaign")
        )
        if campaign_id.isdecimal():
            mine = mine.filter(pk=int(campaign_id))
        planted = Planted.objects.filter(reviewer=person, answer=None)
        waiting = mine.filter(
            Q(pk__in=asked.open().values("campaign"))
            | Q(pk__in=planted.values("campaign"))
        )
        campaign = (
            waiting.order_by("due_on", "pk").first()
            or mine.order_by("due_on", "pk").first()
        )
        return cls(person, campaign) if campaign else None

    @cached_property
    def planted(self) -> Planted | None:
        """The planted question, if it is asked of this person and not answered."""
        found = Planted.objects.filter(
            campaign=self.campaign, reviewer=self.person, answer=None
        )
        return found.select_related("campaign__crawl").first()

    @property
    def mine(self) -> ReviewItemQuerySet:
        """Everything this person is asked in this campaign, riskiest first."""
        asked = self.campaign.items.asked_of(self.person)
        return asked.riskiest_first().defer("statement", "circumstances")

    @cached_property
    def _counts(self) -> dict[str, int]:
        asked = self.campaign.items.asked_of(self.person).order_by()
        rows = asked.values_list("state").annotate(Count("pk"))
        return dict(rows)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self._counts.values()) + int(self.planted is not None)

    @property
    def open_count(self) -> int:
        """How many are to be decided."""
        return self._counts.get(ItemState.OPEN, 0) + int(self.planted is not None)

    @property
    def answered_count(self) -> int:
        """How many wait for nothing more from this person."""
        return self.count - self.open_count

    @property
    def awaiting_count(self) -> int:
        """How many exceptions were asked for, and nobody has answered yet."""
        return self._counts.get(ItemState.AWAITING, 0)

    @property
    def settled_count(self) -> int:
        """How many were decided or ended by themselves: as the campaign counts."""
        return self.answered_count - self.awaiting_count

    @cached_property
    def first_to_decide(self) -> list[Asked]:
        """As much of what is open as a list can hold."""
        found: list[Asked] = list(self.mine.open()[:LIST_LENGTH])
        if self.planted:
            found = sorted([*found, self.planted], key=turn)
        return found[:LIST_LENGTH]

    @cached_property
    def last_seen(self) -> Mapping[int, LastSeen]:
        """Since when nothing is known of what is listed as open, by grant."""
        keys = [
            each.grant_id
            for each in self.first_to_decide
            if isinstance(each, ReviewItem)
        ]
        rows = Grant.objects.select_related("resource").filter(pk__in=keys)
        return last_seen_among(rows.only(*SEEN_BY))

    @cached_property
    def first_answered(self) -> list[ReviewItem]:
        """As much of what was answered as a list can hold."""
        return list(self.mine.exclude(state=ItemState.OPEN)[:LIST_LENGTH])

    @property
    def more_to_decide(self) -> int:
        """How many the list leaves out."""
        return self.open_count - len(self.first_to_decide)

    @property
    def more_answered(self) -> int:
        """How many the list leaves out."""
        return self.answered_count - len(self.first_answered)

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes."""
        return minutes_for(self.open_count)

    @property
    def steps(self) -> list[bool]:
        """Whether each is answered, for a bar of a step an item; empty if too many."""
        if self.count > MOST_STEPS:
            return []
        return [True] * self.answered_count + [False] * self.open_count

    @cached_property
    def classes(self) -> list[Alike]:
        """Sets of identical grants that one answer decides, largest first."""
        alike = (
            self.campaign.items.asked_of(self.person)
            .open()
            .filter(decisions=None, grant__ended_at=None)
            .exclude(likeness="")
            .order_by()
            .values("likeness")
            .annotate(count=Count("pk"), number=Min("number"))
            .filter(count__gt=1)
            .order_by("-count", "number")[:MOST_CLASSES]
        )
        counts = {row["number"]: row["count"] for row in alike}
        items = self.mine.filter(number__in=counts)
        found = [Alike(counts[each.number], each) for each in items]
        return sorted(found, key=lambda each: -each.count)

    @cached_property
    def last_decided(self) -> ReviewItem | None:
        """What this person decided last: one key leads back to it."""
        mine = Decision.objects.filter(
            reviewer=self.person, item__campaign=self.campaign
        )
        last = mine.select_related("item").defer("shown").order_by("-pk").first()
        return last.item if last else None

    def place_of(self, item: Asked) -> int:
        """Return the number of ``item`` in this list, from 1; 0 if it is not in it."""
        if item.reviewer_id != self.person.pk or item.campaign_id != self.campaign.pk:
            return 0
        before = self.campaign.items.asked_of(self.person).filter(_up_to(item)).count()
        return before + int(
            self.planted is not None and turn(self.planted) <= turn(item)
        )

    def beside(self, item: Asked, step: int) -> Asked | None:
        """Return the next or previous open item, around ``item``."""
        if item.reviewer_id != self.person.pk:
            return None
        around = self.mine.open()
        if isinstance(item, ReviewItem):
            around = around.exclude(pk=item.pk)
        if step > 0:
            found = around.exclude(_up_to(item)).first() or around.first()
        else:
            found = around.filter(_up_to(item)).last() or around.last()
        planted = self.planted if isinstance(item, ReviewItem) else None
        both = [each for each in (found, planted) if each is not None]
        here = turn(item)
        if step > 0:
            return min(both, key=lambda e: (turn(e) <= here, turn(e)), default=None)
        return max(both, key=lambda e: (turn(e) < here, turn(e)), default=None)


def minutes_for(count: int) -> int:
    """Return about how long so many items take."""
    return -(-count * SECONDS_AN_ITEM // 60)


def turn(item: Asked) -> tuple[int, int, bool]:
    """Return what the list is sorted by; a planted question comes after its number."""
    return item.rank, item.number, isinstance(item, Planted)


def _up_to(item: Asked) -> Q:
    """Return the condition for what comes before ``item`` in the list, itself too."""
    return Q(rank__lt=item.rank) | Q(rank=item.rank, number__lte=item.number)
