"""A second person lets a deadline revoke more than its limit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.campaign import Campaign


class DeadlineApproval(models.Model):
    """Up to so many revocations by rule, in one campaign. Written once."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="approvals"
    )
    most = models.PositiveIntegerField()  # what the dry run counted
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="approval_with_reason",
                violation_error_message=_("Whoever approves says why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: up to {self.most}"
