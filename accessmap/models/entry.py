"""The ledger's rows: acts, and signed checkpoints over them. Never changed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TOMBSTONE = "tombstone"  # what is left of something that was deleted after its time


class EntryQuerySet(models.QuerySet["Entry"]):
    """Adjectives for entries."""

    def about(self, subject: str) -> Self:
        """Those that say they are about ``subject``."""
        return self.filter(about=subject)


class Entry(models.Model):
    """One act. ``body`` is what is hashed; the columns repeat what is looked for by.

    ``peaks`` are those of the tree after this entry: whoever appends needs nothing but
    the last row. See ``accessmap.ledger.tree``.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 …
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=160)  # a user name, or system:<what>
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(max_length=40, db_index=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)  # campaign:3 …
    body = models.TextField()  # canonical JSON
    leaf = models.BinaryField(max_length=32)
    peaks = models.BinaryField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["about"],
                condition=models.Q(kind="tombstone"),
                name="entry_buried_once",
                violation_error_message=_("It was deleted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} by {self.actor}"


class Checkpoint(models.Model):
    """A signed statement of how long the ledger was, and of the root that fixes it."""

    size = models.PositiveBigIntegerField(unique=True)
    note = models.TextField()  # a C2SP signed note
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return f"Checkpoint at {self.size}"


class Timestamp(models.Model):
    """What an authority that is none of ours said of a checkpoint (RFC 3161)."""

    checkpoint = models.OneToOneField(
        Checkpoint, on_delete=models.PROTECT, related_name="timestamp"
    )
    authority = models.URLField()
    stamped_at = models.DateTimeField()  # by the authority's clock
    reply = models.BinaryField()  # its TimeStampResp, DER

    class Meta:
        ordering = ["checkpoint"]

    def __str__(self) -> str:
        return f"Timestamp of {self.checkpoint}"
