"""Who signed a campaign off, and its seal. Written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.models.campaign import Campaign


class SignOff(models.Model):
    """A statement by the campaign's owner or by management, who signed in again."""

    class Part(models.TextChoices):
        """As what the person signs."""

        OWNER = "owner", _("Campaign owner")
        MANAGEMENT = "management", pgettext_lazy("sign-off", "Management")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="signoffs"
    )
    part = models.CharField(max_length=12, choices=Part.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    statement_en = models.TextField()
    statement_ja = models.TextField()
    remark = models.TextField(blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "part"],
                name="signoff_once_a_part",
                violation_error_message=_("This was signed already."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "person"],
                name="signoff_by_two_people",
                violation_error_message=_("Two different people sign off."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.part} {self.person}"


class Seal(models.Model):
    """What a sealed bundle needs beyond rows that never change, and its signature.

    Names, roles and our own programs change later; a bundle made again does not.
    """

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="seal"
    )
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sealed_at = models.DateTimeField()
    keep_until = models.DateField()
    sequence = models.PositiveBigIntegerField()  # the ledger's entry of the sealing
    frozen = models.JSONField()  # reviews.evidence.frozen.Frozen
    envelope = models.TextField(blank=True)  # the signed manifest
    manifest_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.campaign} sealed"
