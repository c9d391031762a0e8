"""Documents exactly as AWS gave them, each text kept once."""

from __future__ import annotations

from typing import Self

from django.db import models

from accessmap.models.crawl import Crawl
from accessmap.models.resource import Resource


class Document(models.Model):
    """One text, by its SHA-256. Never changed, never deleted."""

    sha256 = models.CharField(max_length=64, unique=True)
    # Bytes, not text: AWS can carry NUL and lone surrogates, which PostgreSQL refuses.
    body = models.BinaryField()
    error = models.TextField(blank=True)  # why it is no policy, if it is none
    # Ids of users and roles deleted since, whom it still names: AROA…, AIDA…
    deleted_principals = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.sha256

    @property
    def text(self) -> str:
        """Return the text for showing; what is no UTF-8 is shown as escapes."""
        return bytes(self.body).decode("utf-8", errors="backslashreplace")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Adjectives for snapshots."""

    def current(self) -> Self:
        """In force as far as the newest complete reading tells."""
        return self.filter(ended_at=None)


class Snapshot(models.Model):
    """A document in force on a resource, from one crawl to another.

    "What was true on 1 March" is ``began_at <= then`` and not ``ended_at <= then``.
    """

    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, related_name="snapshots"
    )
    kind = models.CharField(max_length=32)  # policy.kinds.PolicyKind
    name = models.CharField(
        max_length=256, blank=True
    )  # of an inline or managed policy
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="snapshots"
    )
    began_crawl = models.ForeignKey(Crawl, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_crawl = models.ForeignKey(
        Crawl, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        # Nearly all stand: to look for those by an index finds the whole table.
        indexes = [
            models.Index(
                fields=["ended_at"],
                name="snapshot_ended",
                condition=models.Q(ended_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "kind", "name"],
                condition=models.Q(ended_at=None),
                name="snapshot_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.resource.arn}"
