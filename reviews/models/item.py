"""One grant to be decided by one reviewer in one campaign."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessmap.models import Document, Grant, User
from reviews.lifecycle import (
    DECIDED,
    PENDING,
    PROMISED,
    ItemState,
    Removal,
    Risk,
    Rule,
    Side,
)
from reviews.models.campaign import Campaign
from reviews.models.choices import choices_of


def is_outstanding(path: str = "") -> models.Q:
    """Return the condition of ``outstanding``; ``path`` leads to the items."""
    covered = models.Q(**{f"{path}excepted_until__gte": timezone.localdate()})
    is_promised = models.Q(**{f"{path}state__in": PROMISED})
    is_removed = models.Q(**{f"{path}removal": Removal.REMOVED})
    return is_promised & ~is_removed & ~covered


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    """Adjectives for items."""

    def open(self) -> Self:
        """Nobody has decided."""
        return self.filter(state=ItemState.OPEN)

    def decided(self) -> Self:
        """Somebody has."""
        return self.filter(state__in=DECIDED)

    def pending(self) -> Self:
        """Somebody is still to answer: the reviewer, or who approves an exception."""
        return self.filter(state__in=PENDING)

    def revoked(self) -> Self:
        """A removal is promised: of the grant, or of what it allows too much."""
        return self.filter(state__in=PROMISED)

    def outstanding(self) -> Self:
        """A removal is promised, nobody has seen it, and no exception covers it."""
        return self.filter(is_outstanding())

    def excepted(self) -> Self:
        """In the register of exceptions: it stays, until a day that is named."""
        return self.exclude(excepted_until=None)

    def asked_of(self, person: User) -> Self:
        """This person is the reviewer."""
        return self.filter(reviewer=person)

    def riskiest_first(self) -> Self:
        """The order of the inbox."""
        return self.order_by("rank", "number")


class ReviewItem(models.Model):
    """A grant as it stood when the campaign opened, and who is asked about it.

    Everything a reviewer reads is copied here and never written again: whatever AWS or
    our own words say later, this is what was asked.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="items"
    )
    number = models.PositiveIntegerField()  # 1 … population_count
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, related_name="review_items"
    )
    side = models.CharField(
        max_length=8, choices=choices_of(Side), default=Side.GRANTING
    )
    fingerprint = models.CharField(max_length=64, db_index=True)
    # Equal for grants that say the same of different resources; empty for none.
    likeness = models.CharField(max_length=64, blank=True)
    # What was asked.
    wording = models.JSONField()  # language → reviews.wording.Wording
    circumstances = models.JSONField()  # reviews.circumstances.Circumstances
    statement = models.TextField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    document_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16)  # the grant's, in policy.kinds
    account_id = models.CharField(max_length=12)  # whose resource it is
    account_name = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    risk = models.CharField(max_length=8, choices=choices_of(Risk))
    rank = models.PositiveSmallIntegerField(default=0)  # riskiest first
    suggestion = models.CharField(
        max_length=8,
        blank=True,
        choices=[(each, each) for each in ("confirm", "revoke", "reduce", "look")],
    )
    # Whether it was known who last wrote the policy; None before that was followed.
    is_author_known = models.BooleanField(null=True)
    # Where the last item about the same stood: what it was is deleted sooner than this.
    previous_campaign = models.PositiveBigIntegerField(null=True, blank=True)
    previous_number = models.PositiveIntegerField(null=True, blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who is asked.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_items"
    )
    resolved_by = models.CharField(max_length=16, choices=choices_of(Rule))
    resolved_from = models.CharField(max_length=500, blank=True)
    # How far it is.
    state = models.CharField(
        max_length=16, choices=choices_of(ItemState), default=ItemState.OPEN
    )
    removal = models.CharField(
        max_length=16, blank=True, choices=choices_of(Removal), default=Removal.NONE
    )
    excepted_until = models.DateField(null=True, blank=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "number"]
        indexes = [
            models.Index(fields=["reviewer", "campaign", "state"]),
            models.Index(fields=["campaign", "state", "removal"]),
            models.Index(fields=["campaign", "reviewer", "rank", "number"]),
            models.Index(fields=["campaign", "likeness"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "grant", "side"],
                name="item_once_in_a_campaign",
                violation_error_message=_("A campaign asks each side once."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="item_number_once_in_a_campaign",
                violation_error_message=_("A campaign numbers its items once."),
            ),
            models.CheckConstraint(
                condition=models.Q(removal="") | models.Q(state__in=sorted(PROMISED)),
                name="item_removal_only_if_revoked",
                violation_error_message=_("Only what was revoked can be removed."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ItemState.EXCEPTED)
                | models.Q(excepted_until__isnull=False),
                name="item_exception_expires",
                violation_error_message=_("An exception ends on a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.number}"

    def get_absolute_url(self) -> str:
        """Return the item's page."""
        return reverse("reviews:items-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Say whether nobody has decided."""
        return self.state == ItemState.OPEN

    @property
    def is_decided(self) -> bool:
        """Say whether somebody has decided."""
        return self.state in DECIDED

    @property
    def newest_look(self) -> Any:
        """Return what the newest crawl saw of the promise, or None."""
        return max(self.verifications.all(), key=lambda each: each.pk, default=None)

    @property
    def effective(self) -> Any:
        """Return the decision that counts, or None: the newest, not superseded."""
        return max(self.decisions.all(), key=lambda each: each.pk, default=None)
