"""Who from elsewhere became which role, and how often: seen, not granted."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from accessmap.models.crawl import Crawl


class RoleUseQuerySet(models.QuerySet["RoleUse"]):
    """Adjectives for uses."""

    def of(self, role_arn: str) -> Self:
        """Those of one role."""
        return self.filter(role_arn=role_arn)

    def since(self, moment: datetime) -> Self:
        """Those with something left after ``moment``."""
        return self.filter(last_at__gte=moment)


class RoleUse(models.Model):
    """One caller's use of one role in one region, as CloudTrail told it.

    AWS forgets after 90 days; what was read once stays here. ``caller`` is an ARN, or
    AWS's id of it (AROA…) where AWS tells an account no more about another's principal.
    """

    account_id = models.CharField(max_length=12, db_index=True)  # the role's
    region = models.CharField(max_length=32)
    role_arn = models.CharField(max_length=640, db_index=True)
    event = models.CharField(max_length=32)  # AssumeRole, SwitchRole …
    caller = models.CharField(max_length=640)
    caller_account = models.CharField(max_length=12, blank=True, db_index=True)
    days = models.JSONField(default=dict)  # 2026-11-23 (UTC) → how often
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    began_crawl = models.ForeignKey(Crawl, on_delete=models.PROTECT, related_name="+")

    objects = RoleUseQuerySet.as_manager()

    class Meta:
        ordering = ["role_arn", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role_arn", "caller", "event", "region"],
                name="use_once_a_caller",
            )
        ]

    def __str__(self) -> str:
        return f"{self.caller} became {self.role_arn}"

    def times_since(self, moment: datetime) -> int:
        """Return how often, from the day of ``moment`` on."""
        first = moment.date().isoformat()
        return sum(times for day, times in self.days.items() if day >= first)
