"""A set of filters with a name, to choose again: one's own, or shown to all."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from accessmap.models.user import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Adjectives for saved views."""

    def open_to(self, reader: User) -> Self:
        """Their own, and those that others share."""
        return self.filter(models.Q(owner=reader) | models.Q(is_shared=True))


class SavedView(models.Model):
    """What an address asks for. It holds no rows: whoever opens it sees what they may.

    A setting of people, like their language: no fact, and no judgment.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=4000, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField(auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="saved_view_one_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the link that can be shared."""
        return reverse("accessmap:views-open", args=[self.pk])
