"""A second person lets somebody decide who is in conflict, knowing how."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.item import ReviewItem


class ConflictOverride(models.Model):
    """For one item and one person, with the way that makes the conflict. Kept."""

    item = models.ForeignKey(
        ReviewItem, on_delete=models.PROTECT, related_name="overrides"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    way = models.TextField()  # how this person comes to the access they decide on
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                name="override_once_an_item",
                violation_error_message=_("This was allowed already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("person"))
                & ~models.Q(reason=""),
                name="override_by_a_second_person",
                violation_error_message=_("Another person allows it, and says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.item}"
