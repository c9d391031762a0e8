"""What a campaign's crawl saw, and its filter left out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessmap.models import Grant
from reviews.models.campaign import Campaign


class Exclusion(models.Model):
    """One cross-account grant that was not asked about. Written at opening, and kept.

    A population is complete only beside what is not in it: observed = grants asked
    about + exclusions.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="exclusions"
    )
    number = models.PositiveIntegerField()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"], name="exclusion_number_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "grant"],
                name="exclusion_once_in_a_campaign",
                violation_error_message=_("A campaign leaves a grant out once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.grant_id} left out"
