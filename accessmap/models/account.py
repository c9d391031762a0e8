"""The organization: accounts at home in their units."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse


class OrganizationalUnit(models.Model):
    """A root or an OU, as AWS Organizations nests them."""

    unit_id = models.CharField(max_length=64, unique=True)  # r-… or ou-…
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # o-…/r-…/ou-…/ as aws:PrincipalOrgPaths carries it.
    path = models.CharField(max_length=700, db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class AccountQuerySet(models.QuerySet["Account"]):
    """Adjectives for accounts."""

    def present(self, at: datetime | None = None) -> Self:
        """Members now; with ``at``, members then, as far as crawls saw."""
        if at is None:
            return self.filter(left_at=None)
        return self.filter(first_seen_at__lte=at).exclude(left_at__lte=at)

    def former(self, at: datetime | None = None) -> Self:
        """Members once, seen leaving; with ``at``, by then."""
        left = self.exclude(left_at=None)
        return left if at is None else left.filter(left_at__lte=at)


class Account(models.Model):
    """One AWS account that is, or was, a member of the organization."""

    class State(models.TextChoices):
        """AWS's own words; ``Status`` is retired.

        https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
        """

        PENDING_ACTIVATION = "PENDING_ACTIVATION"
        ACTIVE = "ACTIVE"
        SUSPENDED = "SUSPENDED"
        PENDING_CLOSURE = "PENDING_CLOSURE"
        CLOSED = "CLOSED"
        UNKNOWN = "UNKNOWN"

    account_id = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    state = models.CharField(
        max_length=24, choices=State.choices, default=State.UNKNOWN
    )
    unit = models.ForeignKey(
        OrganizationalUnit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    organization_id = models.CharField(max_length=64, blank=True)
    canonical_id = models.CharField(max_length=128, blank=True)  # as S3's ACLs name it
    is_management = models.BooleanField(default=False)
    tags = models.JSONField(default=dict, blank=True)
    # Level by level, the root's first: name → policy text. Each level must allow.
    scps = models.JSONField(default=list, blank=True)
    rcps = models.JSONField(default=dict, blank=True)  # name → policy text, in force
    # Service principals that it administers for the whole organization.
    delegated_services = models.JSONField(default=list, blank=True)
    first_seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "account_id"]

    def __str__(self) -> str:
        return f"{self.name} {self.account_id}"

    def get_absolute_url(self) -> str:
        """Return the account's page."""
        return reverse("accessmap:accounts-detail", args=[self.account_id])

    @property
    def scp_names(self) -> list[str]:
        """Return the names of the SCPs above it, each once."""
        return list(dict.fromkeys(name for level in self.scps for name in level))
