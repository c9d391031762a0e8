"""One run of reading, and the scopes it is made of."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

# Kept in English, and said in the language of whoever reads it.
REPLACED = "It was stopped, and another crawl was started in its place."


class CrawlQuerySet(models.QuerySet["Crawl"]):
    """Adjectives for crawls."""

    def finished(self) -> Self:
        """Those that have ended, whatever they could read."""
        return self.exclude(finished_at=None)

    def running(self) -> Self:
        """Those that have not ended."""
        return self.filter(finished_at=None)


class Crawl(models.Model):
    """One run over the organization. Its coverage says what it could read."""

    class State(models.TextChoices):
        """How far it is, or how it ended."""

        RUNNING = "running"
        COMPLETE = "complete"
        PARTIAL = "partial"
        FAILED = "failed"

    state = models.CharField(
        max_length=16, choices=State.choices, default=State.RUNNING
    )
    trigger = models.CharField(
        max_length=16, default="command"
    )  # command|page|schedule
    requested_by = models.ForeignKey(
        "accessmap.User", null=True, blank=True, on_delete=models.PROTECT
    )
    organization_id = models.CharField(max_length=64, blank=True)
    selection = models.JSONField(default=dict, blank=True)  # --account, --service …
    error = models.TextField(blank=True)  # why it failed, as a sentence in English
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = CrawlQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        get_latest_by = "started_at"

    def __str__(self) -> str:
        return f"Crawl {self.pk}, {self.started_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Return the crawl's page."""
        return reverse("accessmap:crawls-detail", args=[self.pk])


class ScopeQuerySet(models.QuerySet["Scope"]):
    """Adjectives for scopes."""

    def waiting(self) -> Self:
        """Not begun."""
        return self.filter(state=Scope.State.WAITING)

    def unfinished(self) -> Self:
        """Not begun, or begun and not ended."""
        return self.exclude(state__in=[Scope.State.DONE, Scope.State.QUARANTINED])


class Scope(models.Model):
    """Account × region × collector: one unit of work of one crawl.

    The row is the truth about the work. ``lease_token`` fences: whoever holds the row
    writes with its token, so a worker that was thought dead cannot write twice.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        QUARANTINED = "quarantined"

    crawl = models.ForeignKey(Crawl, on_delete=models.CASCADE, related_name="scopes")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32, blank=True)  # empty: a global service
    collector = models.CharField(max_length=64)  # its name in the registry
    state = models.CharField(
        max_length=16, choices=State.choices, default=State.WAITING
    )
    # What is asked is whether anything was written since then (quiet regions).
    since = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease_token = models.PositiveBigIntegerField(default=0)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    # What all attempts cost: calls to AWS, and milliseconds of our own CPU.
    call_count = models.PositiveIntegerField(default=0)
    cpu_ms = models.PositiveIntegerField(default=0)

    objects = ScopeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["crawl", "account_id", "region", "collector"],
                name="scope_once_in_a_crawl",
            )
        ]

    def __str__(self) -> str:
        return f"{self.collector} in {self.account_id} {self.region}".strip()
