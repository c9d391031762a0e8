"""What a due date does to what nobody answered: counted before it happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from reviews.lifecycle import AtDeadline, Risk
from reviews.models import Campaign
from reviews.models.item import ReviewItemQuerySet


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of so many unanswered items of one risk."""

    risk: Risk
    action: AtDeadline
    count: int


@dataclass
class Plan:
    """The dry run of one campaign's deadline."""

    campaign: Campaign

    @cached_property
    def fates(self) -> list[Fate]:
        """What becomes of what is unanswered now, riskiest first."""
        rows = self._unanswered.order_by().values_list("risk").annotate(Count("pk"))
        counts = dict(rows)
        return [
            Fate(each, self.campaign.at_due(each), counts.get(each, 0)) for each in Risk
        ]

    @property
    def revoked_count(self) -> int:
        """How many the rule marks for revocation."""
        return self._count(AtDeadline.REVOKE)

    @property
    def kept_count(self) -> int:
        """How many it keeps, and reports."""
        return self._count(AtDeadline.KEEP)

    @property
    def acts(self) -> bool:
        """Say whether the campaign asks for more than telling the next in line."""
        return any(each.action is not AtDeadline.ESCALATE for each in self.fates)

    @cached_property
    def most(self) -> int:
        """How many may be revoked by rule: the limit, or what a second person said."""
        approved = self.campaign.approvals.values_list("most", flat=True)
        return max([self.campaign.revoke_limit, *approved])

    @property
    def is_over(self) -> bool:
        """Say whether a second person must say yes before anything is revoked."""
        return self.revoked_count > self.most

    @property
    def has_passed(self) -> bool:
        """Say whether the due date is over, where the campaign is at home."""
        return has_passed(self.campaign, timezone.now())

    def items(self, action: AtDeadline) -> ReviewItemQuerySet:
        """Return the unanswered items of the risks to which ``action`` happens."""
        risks = [each for each in Risk if self.campaign.at_due(each) is action]
        return self._unanswered.filter(risk__in=risks)

    @property
    def _unanswered(self) -> ReviewItemQuerySet:
        return self.campaign.items.open().filter(grant__ended_at=None)

    def _count(self, action: AtDeadline) -> int:
        return sum(each.count for each in self.fates if each.action is action)


def zone_of(campaign: Campaign) -> str:
    """Return by whose clock it is due: its schedule's, or its opener's."""
    if hasattr(campaign, "occurrence"):
        return campaign.occurrence.schedule.time_zone
    return campaign.opened_by.time_zone or "UTC"


def has_passed(campaign: Campaign, now: datetime) -> bool:
    """Say whether the due date is over, where the campaign is at home."""
    return now.astimezone(ZoneInfo(zone_of(campaign))).date() > campaign.due_on


def ends_at(campaign: Campaign) -> datetime:
    """Return when the due date is over, where the campaign is at home."""
    after = campaign.due_on + timedelta(days=1)
    return datetime.combine(after, time.min, ZoneInfo(zone_of(campaign)))
