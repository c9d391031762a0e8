"""One AWS resource, as crawls have seen it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse


class Resource(models.Model):
    """A role, bucket, key … of one account; kept when it is gone, with the time."""

    arn = models.CharField(max_length=2048)
    resource_type = models.CharField(max_length=64)  # AWS::S3::Bucket
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32, blank=True)
    collector = models.CharField(max_length=64)
    name = models.CharField(max_length=512)
    # AWS's unique id (AROA…): a role made again under its name is another role.
    unique_id = models.CharField(max_length=64, blank=True)
    tags = models.JSONField(default=dict, blank=True)
    # What changes daily and is in no digest: last used, session length …
    facts = models.JSONField(default=dict, blank=True)
    first_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Missing from its list since then, with too much else to be believed at once.
    missed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["arn"]
        constraints = [models.UniqueConstraint(fields=["arn"], name="resource_arn")]
        # Named here, for of a field's own Django makes a second one for LIKE, and each
        # costs when rows are written. Nearly all stand: to look for those by an index
        # finds the whole table.
        indexes = [
            models.Index(fields=["account_id", "collector", "region"]),
            models.Index(fields=["resource_type"]),
            models.Index(
                fields=["ended_at"],
                name="resource_ended",
                condition=models.Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.arn

    def get_absolute_url(self) -> str:
        """Return the grants of this resource."""
        return f"{reverse('accessmap:grants-index')}?resource={self.arn}"
