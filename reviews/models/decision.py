"""What somebody decided, when, why, and exactly what they had read."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.lifecycle import Origin, Purpose, Reduction, Verdict
from reviews.models.choices import choices_of
from reviews.models.item import ReviewItem


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Adjectives for decisions."""

    def effective(self) -> Self:
        """Those that no later decision supersedes.

        By NOT EXISTS: of an outer join PostgreSQL expects one row, whatever comes,
        and reads the table once for each item.
        """
        later = Decision.objects.filter(supersedes=models.OuterRef("pk"))
        return self.filter(~models.Exists(later))


class Decision(models.Model):
    """One decision, written once.

    Triggers refuse to change it, to delete it, to attach it to other content than was
    read, and to write it after close.
    """

    item = models.ForeignKey(
        ReviewItem, on_delete=models.PROTECT, related_name="decisions"
    )
    fingerprint = models.CharField(max_length=64, db_index=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    verdict = models.CharField(max_length=12, choices=choices_of(Verdict))
    reason = models.TextField(blank=True)
    purpose = models.CharField(
        max_length=20, blank=True, choices=choices_of(Purpose), default=Purpose.UNSAID
    )
    ticket = models.CharField(max_length=200, blank=True)  # where the purpose is agreed
    reduce_to = models.CharField(
        max_length=12, blank=True, choices=choices_of(Reduction), default=Reduction.NONE
    )
    origin = models.CharField(
        max_length=8, choices=choices_of(Origin), default=Origin.ANSWER
    )
    batch_size = models.PositiveIntegerField(default=1)  # decided at once with this one
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        # It outlives what it was carried from, and goes on naming it.
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="carried",
    )
    carried_times = models.PositiveSmallIntegerField(default=0)  # in a row
    language = models.CharField(max_length=2, choices=[("en", "en"), ("ja", "ja")])
    shown = models.TextField()
    shown_sha256 = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            # A chain, not a tree: an item has one first decision.
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(supersedes=None),
                name="decision_first_once_an_item",
                violation_error_message=_("Somebody else decided this item first."),
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.CONFIRM, supersedes=None)
                | ~models.Q(reason=""),
                name="decision_with_reason",
                violation_error_message=_(
                    "Revoking, and changing a decision, need a reason."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.NOT_MINE),
                name="decision_is_an_end",
                violation_error_message=_("Not mine is no decision."),
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.REDUCE)
                ^ models.Q(reduce_to=Reduction.NONE),
                name="decision_reduces_to_something",
                violation_error_message=_("To reduce is to reduce to something."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    origin=Origin.CARRIED,
                    carried_from__isnull=False,
                    carried_times__gte=1,
                )
                | (
                    ~models.Q(origin=Origin.CARRIED)
                    & models.Q(carried_from=None, carried_times=0)
                ),
                name="decision_carried_from_one",
                violation_error_message=_(
                    "What is carried forward says from which decision."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.item}"

    @property
    def is_default(self) -> bool:
        """Say whether closing wrote it, for want of an answer."""
        return self.origin == Origin.DEFAULT

    @property
    def is_carried(self) -> bool:
        """Say whether it is the last decision once more, without asking."""
        return self.origin == Origin.CARRIED
