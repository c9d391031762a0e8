"""What was done last, as digests: whoever finds the same again need not do it again.

Both tables may be emptied at any time: then everything is stored and derived once more,
with the same result.
"""

from __future__ import annotations

from django.db import models


class Seen(models.Model):
    """What the reading that was stored last at one place said."""

    account_id = models.CharField(max_length=12, blank=True)  # empty: of all accounts
    region = models.CharField(max_length=32, blank=True)
    collector = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)  # of all but the facts
    facts_digest = models.CharField(max_length=64, blank=True)  # of what changes daily
    parts = models.JSONField(default=dict, blank=True)  # ARN → digest of that resource

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "seen"
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "collector", "region"], name="seen_once_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collector} in {self.account_id} {self.region}".strip()


class Derivation(models.Model):
    """What the grants of one account were derived from."""

    account_id = models.CharField(max_length=12, unique=True)
    grounds = models.CharField(max_length=64)  # of what bears on all its resources
    grant_count = models.PositiveIntegerField(default=0)
    # A resource's key → digest of its own documents and facts, and the canonical ids
    # that they name. An empty digest: derive it again, whatever it says.
    resources = models.JSONField(default=dict)
    # A grant's key → the crawl that missed it first, and was not believed.
    held = models.JSONField(default=dict)

    class Meta:
        ordering = ["account_id"]

    def __str__(self) -> str:
        return self.account_id
