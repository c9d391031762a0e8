"""An invented grant that nobody should confirm: how carefully is a review done?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reviews.lifecycle import ItemState, Risk, Rule, Side, Verdict
from reviews.models.campaign import Campaign
from reviews.models.choices import choices_of


class Planted(models.Model):
    """One question in a campaign that is no item of it. Written once.

    It has a table of its own, so that no sum, promise, mail, kit or crawl can ever take
    it for a grant. Pages show it as they show an item, whose names it uses.
    """

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="planted"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()  # where in the list it comes up
    wording = models.JSONField()
    circumstances = models.JSONField()
    statement = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16)  # the grant's, in policy.kinds
    account_id = models.CharField(max_length=12)
    account_name = models.CharField(max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField()
    suggestion = models.CharField(max_length=8, blank=True)
    resolved_by = models.CharField(max_length=16, choices=choices_of(Rule))

    risk: ClassVar[Risk] = Risk.HIGH
    side: ClassVar[Side] = Side.GRANTING
    state: ClassVar[ItemState] = ItemState.OPEN
    is_open: ClassVar[bool] = True

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.campaign}, planted"

    def get_absolute_url(self) -> str:
        """Return its page, which looks as an item's does."""
        return reverse("reviews:planted-detail", args=[self.pk])


class PlantedAnswer(models.Model):
    """What became of it: the verdict alone, and not why. Written once."""

    planted = models.OneToOneField(
        Planted, on_delete=models.PROTECT, related_name="answer"
    )
    verdict = models.CharField(max_length=12, choices=choices_of(Verdict))
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.WITHDRAW),
                name="planted_answer_is_one",
                violation_error_message=_("A planted question is answered once."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.planted}"
