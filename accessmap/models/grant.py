"""Grants as the engine derived them, and the flags that our rules raised on them."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Self

from django.db import models
from django.urls import reverse

from accessmap.models.crawl import Crawl
from accessmap.models.resource import Resource
from accessmap.models.snapshot import Snapshot
from accessmap.policy import grant as engine
from accessmap.policy.plain import from_plain


class GrantQuerySet(models.QuerySet["Grant"]):
    """Adjectives for grants."""

    def current(self) -> Self:
        """Held now, as far as the newest complete reading tells."""
        return self.filter(ended_at=None)

    def on(self, moment: datetime) -> Self:
        """Held at ``moment``."""
        return self.filter(first_seen_at__lte=moment).exclude(ended_at__lte=moment)

    def cross_account(self) -> Self:
        """To somebody who is not in the resource's own account."""
        return self.filter(is_cross_account=True)

    def flagged(self) -> Self:
        """With at least one flag."""
        return self.filter(flags__isnull=False).distinct()


class Grant(models.Model):
    """One engine grant in the time it was held. Its words never change.

    Only ``ended_at`` and ``ended_crawl`` are ever written again. The full value, as
    ``policy.grant`` defines it, stands in ``says``; columns repeat what is filtered by.
    """

    fingerprint = models.CharField(max_length=64, db_index=True)
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, related_name="grants"
    )
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, related_name="grants"
    )
    policy_kind = models.CharField(max_length=32)
    principal_kind = models.CharField(max_length=16, db_index=True)
    principal = models.CharField(max_length=2048)
    principal_account = models.CharField(max_length=12, blank=True, db_index=True)
    zone = models.CharField(max_length=16, db_index=True)
    verdict = models.CharField(max_length=16, db_index=True)
    access_level = models.CharField(max_length=16, blank=True)  # the highest
    is_cross_account = models.BooleanField(default=False)
    is_conditional = models.BooleanField(default=False)
    is_blocked = models.BooleanField(default=False)
    says = models.JSONField()  # policy.grant.Grant, whole (``value`` reads it)
    first_seen_at = models.DateTimeField(db_index=True)
    began_crawl = models.ForeignKey(Crawl, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_crawl = models.ForeignKey(
        Crawl, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        # Nearly all stand: to look for those by an index finds the whole table.
        indexes = [
            models.Index(
                fields=["ended_at"],
                name="grant_ended",
                condition=models.Q(ended_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(ended_at=None),
                name="grant_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.principal} on {self.resource.arn}"

    def get_absolute_url(self) -> str:
        """Return the grant's page."""
        return reverse("accessmap:grants-detail", args=[self.pk])

    @cached_property
    def value(self) -> engine.Grant:
        """What the row says, as the engine's value: it never says another thing."""
        return from_plain(self.says)

    @property
    def has_ended(self) -> bool:
        """Say whether a later complete crawl no longer found it."""
        return self.ended_at is not None


class Flag(models.Model):
    """What one of our rules says about one grant. Derived; can be recomputed."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="flags")
    rule_id = models.CharField(max_length=64, db_index=True)
    severity = models.CharField(max_length=8)
    arguments = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["rule_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "rule_id"], name="flag_once_on_a_grant"
            )
        ]

    def __str__(self) -> str:
        return self.rule_id
