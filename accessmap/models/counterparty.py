"""Who an outside account is, by the operator's own word."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counterparty(models.Model):
    """A name for an account that is not ours, and where the name comes from."""

    class Kind(models.TextChoices):
        """What they are to us."""

        VENDOR = "vendor", _("Vendor")
        PARTNER = "partner", _("Partner")
        OTHER = "other", _("Other")

    account_id = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.VENDOR)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "counterparties"

    def __str__(self) -> str:
        return f"{self.name} {self.account_id}"
