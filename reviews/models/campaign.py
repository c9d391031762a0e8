"""One round of review over a selection of grants."""

from __future__ import annotations

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessmap.models import Crawl
from reviews.lifecycle import AtClose, CampaignState
from reviews.models.choices import choices_of
from reviews.models.handling import Handling


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Adjectives for campaigns."""

    def open(self) -> Self:
        """Those in which people decide."""
        return self.filter(state=CampaignState.OPEN)

    def verifying(self) -> Self:
        """Those that wait for a promised removal to be seen."""
        return self.filter(state=CampaignState.VERIFYING)


def seed() -> str:
    """Return what decides which items are looked at twice; kept to itself."""
    return secrets.token_hex(32)


class Campaign(Handling):
    """A filter, the crawl it was applied to, and a date to be done by.

    What was asked never changes once it is open; a trigger sees to that.
    """

    name = models.CharField(_("name"), max_length=200)
    # The definition, as the address line of the grants page carries it.
    query = models.TextField(blank=True)
    crawl = models.ForeignKey(Crawl, on_delete=models.PROTECT, related_name="campaigns")
    state = models.CharField(
        max_length=16,
        choices=choices_of(CampaignState),
        default=CampaignState.OPENING,
        db_index=True,
    )
    # observed = grants + excluded by the filter; population = items, one a side.
    observed_count = models.PositiveIntegerField(default=0)
    grant_count = models.PositiveIntegerField(default=0)
    population_count = models.PositiveIntegerField(default=0)
    # Who is asked where no rule names anybody; none: the first analyst.
    fallback = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Set where only what began since is asked about, and only once.
    new_since = models.DateTimeField(null=True, blank=True)
    # Its hash stands in the ledger from the opening on, it itself from the close on.
    second_look_seed = models.CharField(max_length=64, default=seed, editable=False)
    due_on = models.DateField(_("due"))
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # What was not read when it opened, accepted by somebody with a name.
    limitation = models.TextField(blank=True)
    limitation_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    limitation_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at_close = models.CharField(
        max_length=8, choices=choices_of(AtClose), default=AtClose.REFUSE
    )
    close_reason = models.TextField(blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[CampaignState.OPENING, CampaignState.OPEN],
                    closed_at=None,
                    closed_by=None,
                )
                | models.Q(
                    state__in=[CampaignState.VERIFYING, CampaignState.CLOSED],
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                name="campaign_closed_by_somebody",
                violation_error_message=_(
                    "A campaign that is closed says when, and by whom."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    limitation="", limitation_by=None, limitation_at=None
                )
                | (
                    ~models.Q(limitation="")
                    & models.Q(limitation_by__isnull=False)
                    & models.Q(limitation_at__isnull=False)
                ),
                name="campaign_limitation_signed",
                violation_error_message=_(
                    "A scope limitation carries a text, a name and a time."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the campaign's page."""
        return reverse("reviews:campaigns-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Say whether people may decide."""
        return self.state == CampaignState.OPEN
