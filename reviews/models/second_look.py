"""A second person decides about an item without seeing the first decision."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reviews.lifecycle import CampaignState, Verdict
from reviews.models.item import ReviewItem

ANSWERS = (Verdict.CONFIRM, Verdict.REVOKE)


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    """Adjectives for second looks."""

    def unanswered(self) -> Self:
        """Those that somebody can still answer."""
        return self.filter(answer=None, item__campaign__state=CampaignState.OPEN)


class SecondLook(models.Model):
    """One item that was drawn, and who looks at it. Written once."""

    item = models.OneToOneField(
        ReviewItem, on_delete=models.PROTECT, related_name="second_look"
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="second_looks"
    )
    drawn_at = models.DateTimeField()

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item}, looked at twice"

    def get_absolute_url(self) -> str:
        """Return the page on which it is answered."""
        return reverse("reviews:second-look", args=[self.pk])


class SecondAnswer(models.Model):
    """What the second person said, on the text that they read. Written once."""

    look = models.OneToOneField(
        SecondLook, on_delete=models.PROTECT, related_name="answer"
    )
    verdict = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in ANSWERS],
    )
    reason = models.TextField()
    language = models.CharField(max_length=2, choices=[("en", "en"), ("ja", "ja")])
    shown_sha256 = models.CharField(max_length=64)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="second_answer_with_reason",
                violation_error_message=_("A second look says why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.look}"
