"""What was read and what was not: absence means nothing without it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessmap.models.crawl import Crawl


class Outcome(models.TextChoices):
    """How one scope ended. Only ``complete`` lets absence mean anything."""

    COMPLETE = "complete", _("Complete")
    DENIED = "denied", _("Denied")
    THROTTLED = "throttled", _("Slowed down")
    REGION_OFF = "region-off", _("Region off")
    ACCOUNT_STATE = "account-state", _("Account not active")
    FAILED = "failed", _("Failed")
    NOT_ATTEMPTED = "not-attempted", _("Not attempted")


# The code of a region that was left out: accessmap/crawl/quiet.py
QUIET_REGION = "QuietRegion"
# Of a region that is off, and was not always: accessmap/crawl/plan.py
SWITCHED_OFF = "RegionSwitchedOff"
# Of what is missing together with too much else: accessmap/crawl/missing.py
VANISHED = "MassDisappearance"
READ = models.Q(outcome=Outcome.COMPLETE)  # listed to the end; gaps are another thing
INCOMPLETE = ~models.Q(outcome__in=[Outcome.COMPLETE, Outcome.REGION_OFF]) | models.Q(
    outcome=Outcome.COMPLETE, gap_count__gt=0
)


class CoverageQuerySet(models.QuerySet["Coverage"]):
    """Adjectives for coverage."""

    def complete(self) -> Self:
        """Read to the end, every resource of it."""
        return self.filter(outcome=Outcome.COMPLETE, gap_count=0)

    def incomplete(self) -> Self:
        """Everything else; a region that is off is no loss."""
        return self.filter(INCOMPLETE)

    def of_accounts(self) -> Self:
        """What was read in the accounts themselves, and not of the organization."""
        return self.exclude(service="organizations").exclude(account_id="")


class Coverage(models.Model):
    """How one scope of one crawl ended for one type of resource. Written once.

    What the scope cost, calls and pages, stands in its first row alone.
    """

    crawl = models.ForeignKey(Crawl, on_delete=models.CASCADE, related_name="coverage")
    account_id = models.CharField(max_length=12, db_index=True)
    region = models.CharField(max_length=32, blank=True)
    collector = models.CharField(max_length=64)
    service = models.CharField(max_length=32)
    resource_type = models.CharField(max_length=64, blank=True)  # AWS::S3::Bucket
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    denied_by = models.CharField(max_length=24, blank=True)  # identity|scp|resource|…
    code = models.CharField(max_length=100, blank=True)  # AWS's error code
    operation = models.CharField(max_length=100, blank=True)  # the call it came from
    reason = models.TextField(blank=True)  # one sentence, in English
    call_count = models.PositiveIntegerField(default=0)
    page_count = models.PositiveIntegerField(default=0)
    item_count = models.PositiveIntegerField(default=0)
    gap_count = models.PositiveIntegerField(default=0)
    first_request_id = models.CharField(max_length=100, blank=True)
    last_request_id = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["account_id", "collector", "region"]
        verbose_name_plural = "coverage"
        constraints = [
            models.UniqueConstraint(
                fields=["crawl", "account_id", "region", "collector", "resource_type"],
                name="coverage_once_in_a_crawl",
            )
        ]
        # Of millions of rows few are gaps, and every page asks for them.
        indexes = [
            models.Index(
                fields=["crawl", "account_id"],
                name="coverage_incomplete",
                condition=INCOMPLETE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.collector} in {self.account_id} {self.region}: {self.outcome}"

    @property
    def is_complete(self) -> bool:
        """Say whether absence from this scope is believed."""
        return self.outcome == Outcome.COMPLETE and self.gap_count == 0


class Gap(models.Model):
    """One resource that is there and could not be read."""

    coverage = models.ForeignKey(
        Coverage, on_delete=models.CASCADE, related_name="gaps"
    )
    arn = models.CharField(max_length=2048)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    denied_by = models.CharField(max_length=24, blank=True)
    code = models.CharField(max_length=100, blank=True)
    operation = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["arn"]

    def __str__(self) -> str:
        return f"{self.arn}: {self.outcome}"
