"""Every act that matters, in order: append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.campaign import Campaign
from reviews.models.item import ReviewItem


class Event(models.Model):
    """One act, written in the act's own transaction, or the act does not happen."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)  # a user name, or system:<what>
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(max_length=32, db_index=True)
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    item = models.ForeignKey(
        ReviewItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    says = models.JSONField(default=dict)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(actor__startswith="system:"),
                name="event_actor_known",
                violation_error_message=_("Somebody did it: a person, or a named job."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} by {self.actor}"
