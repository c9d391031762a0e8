"""Mass disappearance is held, not believed, until another look."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from accessmap.models.crawl import Crawl
from accessmap.vanishing import is_great, leaves_nothing


class HoldQuerySet(models.QuerySet["Hold"]):
    """Adjectives for holds."""

    def open(self) -> Self:
        """Nobody has released them, and no later crawl has answered."""
        return self.filter(released_at=None, settled_at=None)


class Hold(models.Model):
    """A crawl would have ended too many of an account's grants at once."""

    crawl = models.ForeignKey(Crawl, on_delete=models.PROTECT, related_name="holds")
    account_id = models.CharField(max_length=12)
    missing_count = models.PositiveIntegerField()
    current_count = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "accessmap.User", null=True, blank=True, on_delete=models.PROTECT
    )

    # A later crawl missed the same again, or found it.
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["crawl", "account_id"], name="hold_once_in_a_crawl"
            )
        ]

    def __str__(self) -> str:
        return f"{self.missing_count} of {self.current_count} in {self.account_id}"

    @property
    def waits_for_person(self) -> bool:
        """Say whether no second crawl is enough to believe it."""
        return not self.account_id or is_great(
            self.missing_count, of=self.current_count
        )

    @property
    def is_of_organization(self) -> bool:
        """Say whether it was held for what other accounts lost in the same crawl."""
        left = self.current_count - self.missing_count
        return not (
            self.waits_for_person or leaves_nothing(self.missing_count, left=left)
        )
