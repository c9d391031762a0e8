"""How a campaign treats what is decided, and what is not: fixed when it opens."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.lifecycle import AtDeadline, Risk
from reviews.models.choices import choices_of

# The fields below, as a schedule hands them on.
HANDLING = (
    "at_due_high",
    "at_due_medium",
    "at_due_low",
    "revoke_limit",
    "second_look_percent",
    "controls",
    "is_planted",
    "is_two_sided",
    "carry_limit",
    "exception_days",
)


MOST_CARRIED = 12  # quarters: three years
MOST_DAYS = 3660


class Handling(models.Model):
    """Terms that a schedule hands to each of its campaigns."""

    # When the due date has passed, for what nobody answered, by its risk.
    at_due_high = models.CharField(
        _("high"),
        max_length=8,
        choices=choices_of(AtDeadline),
        default=AtDeadline.ESCALATE,
    )
    at_due_medium = models.CharField(
        _("medium"),
        max_length=8,
        choices=choices_of(AtDeadline),
        default=AtDeadline.ESCALATE,
    )
    at_due_low = models.CharField(
        _("low"),
        max_length=8,
        choices=choices_of(AtDeadline),
        default=AtDeadline.ESCALATE,
    )
    # Above this many revocations by rule, a second person says yes first.
    revoke_limit = models.PositiveSmallIntegerField(_("at most"), default=20)
    # Of how many decisions in a hundred somebody else decides too, without seeing them.
    second_look_percent = models.PositiveSmallIntegerField(
        _("second looks"), default=0, validators=[MaxValueValidator(100)]
    )
    # One question is invented that nobody should confirm; it is counted apart.
    is_planted = models.BooleanField(_("a planted question"), default=False)

    # The controls that it serves, such as "CC6.3, IPE"; none named means all of ours.
    controls = models.CharField(
        _("controls it serves"), max_length=300, blank=True, default=""
    )

    # Where both ends are ours, both are asked.
    is_two_sided = models.BooleanField(default=True)
    # How often in a row an equal, low-risk grant is confirmed without asking.
    carry_limit = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(MOST_CARRIED)]
    )
    # How long an exception may last.
    exception_days = models.PositiveSmallIntegerField(
        default=90, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )

    class Meta:
        abstract = True

    def at_due(self, risk: Risk) -> AtDeadline:
        """Return what becomes of what nobody answered, of that risk."""
        return AtDeadline(getattr(self, f"at_due_{risk.value}"))
