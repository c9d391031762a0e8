"""What is to be told to somebody: the outbox, and the fate of each message."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.campaign import Campaign


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Adjectives for notices."""

    def due(self, now: datetime) -> Self:
        """Those to be sent: waiting long enough, or left by a sender that died."""
        return self.filter(
            state__in=[Notice.State.WAITING, Notice.State.SENDING], next_at__lte=now
        )


class Notice(models.Model):
    """One message, written in the transaction of its cause and sent by a job.

    ``key`` names the cause, so the same cause is told once, whatever runs twice.
    """

    class Channel(models.TextChoices):
        """By which way it goes."""

        MAIL = "mail", _("Mail")
        WEBHOOK = "webhook", _("Webhook")

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=32)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )
    address = models.CharField(max_length=320)  # where it went, as it was then
    campaigns = models.ManyToManyField(Campaign, blank=True, related_name="notices")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="notice_sent_at_a_time",
                violation_error_message=_("What was sent says when."),
            )
        ]

    def __str__(self) -> str:
        return self.key
