"""Who last wrote a policy: told by CloudTrail's event history, kept beyond it."""

from __future__ import annotations

from django.db import models

from accessmap.models.crawl import Crawl


class PolicyWriting(models.Model):
    """The last known write of one policy. AWS forgets after 90 days; we do not.

    The resource is named as the event named it: by its ARN, or only by its name.
    """

    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)  # where the event was told
    service = models.CharField(max_length=32)
    kind = models.CharField(max_length=32)  # policy.kinds.PolicyKind
    named = models.CharField(max_length=640)
    event = models.CharField(max_length=64)  # UpdateAssumeRolePolicy …
    at = models.DateTimeField()
    writer = models.CharField(max_length=640)  # an ARN, or the service that did it
    name = models.CharField(max_length=256, blank=True)  # of user, session, or source
    directory_id = models.CharField(max_length=64, blank=True)
    is_person = models.BooleanField(default=False)
    began_crawl = models.ForeignKey(Crawl, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "region", "service", "kind", "named"],
                name="writing_last_of_a_policy",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.named} by {self.writer}"


class WrittenSpan(models.Model):
    """From when to when the writes of one account and region are known without a gap.

    ``reached`` says since when, by service, where that is later than ``since_at``.
    """

    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    since_at = models.DateTimeField()
    reached = models.JSONField(default=dict, blank=True)  # service → ISO 8601
    until_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "region"], name="span_once_a_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.region} {self.since_at} … {self.until_at}"
