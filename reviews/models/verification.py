"""What one crawl saw of one promise to remove."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessmap.models import Crawl
from reviews.lifecycle import Removal
from reviews.models.choices import choices_of
from reviews.models.item import ReviewItem


class Verification(models.Model):
    """One look. Written once; the newest is repeated in the item's ``removal``."""

    item = models.ForeignKey(
        ReviewItem, on_delete=models.PROTECT, related_name="verifications"
    )
    crawl = models.ForeignKey(
        Crawl, on_delete=models.PROTECT, related_name="verifications"
    )
    outcome = models.CharField(max_length=16, choices=choices_of(Removal))
    reason = models.TextField()  # in English, for the evidence, as coverage's is
    # The same as codes, for people of either language; of earlier releases, nothing.
    saw = models.JSONField(default=list, blank=True)
    # Other grants that still let the same principal into the same resource.
    other_ways = models.PositiveIntegerField(default=0)
    # Which of them let in to what was to go, or to a part of it: their fingerprints.
    ways = models.JSONField(default=list, blank=True)
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "crawl"],
                name="verification_once_a_crawl",
                violation_error_message=_("A crawl verifies an item once."),
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=""),
                name="verification_says_something",
                violation_error_message=_("A verification has an outcome."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.outcome}"
