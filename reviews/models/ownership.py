"""Who owns what, as the operator's own list says."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    """Adjectives for lines of the list."""

    def current(self) -> Self:
        """In the newest list."""
        return self.filter(is_current=True)


class Ownership(models.Model):
    """One line of an uploaded list. A newer list sets it aside; it is kept."""

    key = models.CharField(max_length=2048)  # ARN, account id, or id of a root or OU
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    line = models.PositiveIntegerField()  # of the file
    file_sha256 = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(is_current=True),
                name="ownership_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.owner}"
