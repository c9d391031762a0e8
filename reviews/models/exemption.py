"""The register of exceptions: what stays for a time, and what makes up for it.

``Exception`` is Python's word, so the row is called an exemption; people read
*exception* everywhere.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.decision import Decision
from reviews.models.item import ReviewItem


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Adjectives for exemptions."""

    def unanswered(self) -> Self:
        """A second person has not said yes or no, and the decision still counts."""
        return self.filter(answer=None, decision__superseded_by=None)

    def approved(self) -> Self:
        """A second person said yes."""
        return self.filter(answer__is_approved=True)


class Exemption(models.Model):
    """Somebody asks that a grant may stay, until a day. Written once.

    ``decision`` is the verdict that asked; it is None where a promise to remove could
    not be kept, and the grant is excepted after deciding is over.
    """

    item = models.ForeignKey(
        ReviewItem, on_delete=models.PROTECT, related_name="exemptions"
    )
    decision = models.OneToOneField(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="exemption",
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    control = models.TextField()  # what makes up for the risk meanwhile
    reason = models.TextField()
    expires_on = models.DateField()
    allowed_until = models.DateField()  # by the campaign's policy, that day

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__lte=models.F("allowed_until")),
                name="exemption_as_long_as_allowed",
                violation_error_message=_(
                    "An exception lasts no longer than the policy allows."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(control="") & ~models.Q(reason=""),
                name="exemption_with_control_and_reason",
                violation_error_message=_(
                    "An exception says why, and what makes up for it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} until {self.expires_on}"


class ExemptionAnswer(models.Model):
    """A second person's yes or no. Written once; a trigger holds that it is another."""

    exemption = models.OneToOneField(
        Exemption, on_delete=models.PROTECT, related_name="answer"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()
    is_approved = models.BooleanField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_approved=True) | ~models.Q(reason=""),
                name="exemption_refused_with_reason",
                violation_error_message=_("A refusal says why."),
            )
        ]

    def __str__(self) -> str:
        return f"{'yes' if self.is_approved else 'no'} to {self.exemption}"
