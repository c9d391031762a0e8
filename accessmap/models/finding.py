"""AWS's own opinion: what IAM Access Analyzer reports, beside our grants."""

from __future__ import annotations

from django.db import models


class Finding(models.Model):
    """One Access Analyzer finding as last read.

    RESOLVED is no proof of removal: AWS sets it on AccessDenied too.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-error-findings.html
    """

    finding_id = models.CharField(max_length=64)
    analyzer_arn = models.CharField(max_length=512)
    account_id = models.CharField(max_length=12, db_index=True)
    region = models.CharField(max_length=32)
    resource_arn = models.CharField(max_length=2048, db_index=True)
    resource_type = models.CharField(max_length=64)
    status = models.CharField(max_length=16)  # ACTIVE | ARCHIVED | RESOLVED
    is_public = models.BooleanField(default=False)
    principal = models.JSONField(default=dict, blank=True)
    actions = models.JSONField(default=list, blank=True)
    raw = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField()

    class Meta:
        ordering = ["resource_arn"]
        constraints = [
            models.UniqueConstraint(
                fields=["analyzer_arn", "finding_id"], name="finding_once_an_analyzer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} on {self.resource_arn}"
