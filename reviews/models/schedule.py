"""How often a review comes round, and each time that it did."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessmap.models import Crawl
from accessmap.models.user import is_time_zone
from reviews.calendar import recurrence
from reviews.calendar.business_days import BusinessDays, Roll
from reviews.calendar.recurrence import Recurrence
from reviews.models.campaign import Campaign
from reviews.models.choices import choices_of
from reviews.models.handling import Handling


class Schedule(Handling):
    """A filter and a rhythm. It may change; each occurrence keeps what it was."""

    name = models.CharField(_("name"), max_length=180)
    query = models.TextField(blank=True)
    rule = models.CharField(_("rule"), max_length=200)  # RRULE, of dates
    starts_on = models.DateField(_("from"))
    clock = models.TimeField(_("at"), default=time(9))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[is_time_zone]
    )
    country = models.CharField(_("holidays of"), max_length=2, blank=True)
    roll = models.CharField(
        max_length=16, choices=choices_of(Roll), default=Roll.FOLLOWING
    )
    days_to_decide = models.PositiveSmallIntegerField(
        _("business days to decide"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    # Why this often: the policy's words, or the risk analysis (PCI DSS 12.3.1).
    reason = models.TextField(_("why this often"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    fallback = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Between the great reviews: only what began since, and nobody was asked about yet.
    is_for_new = models.BooleanField(_("only what is new"), default=False)
    new_since = models.DateTimeField(default=timezone.now)
    # Then by no rule of dates, but after each crawl that saw something new begin.
    is_at_once = models.BooleanField(default=False)
    taken_crawl = models.ForeignKey(
        Crawl, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_paused = models.BooleanField(default=False)
    # Every occurrence up to here has its row.
    taken_until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_at_once=False) | models.Q(is_for_new=True),
                name="schedule_at_once_for_new",
                violation_error_message=_("At once is asked only what is new."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the schedule's page."""
        return reverse("reviews:schedules-detail", args=[self.pk])

    @property
    def asked(self) -> QueryDict:
        """Return its filter, as the address of the grants page carries it."""
        return QueryDict(self.query)

    @property
    def next_occurrence(self) -> recurrence.Occurrence | None:
        """Return when it comes round next; None while it rests, or goes by crawls."""
        if self.is_at_once:
            return None
        coming = self.recurrence.following(timezone.now(), 1)
        return coming[0] if coming and not self.is_paused else None

    @property
    def days(self) -> BusinessDays:
        """Return the business days that it counts in."""
        return BusinessDays(self.country)

    @property
    def recurrence(self) -> Recurrence:
        """Return its rhythm."""
        return Recurrence(
            rule=self.rule,
            starts_on=self.starts_on,
            zone=ZoneInfo(self.time_zone),
            clock=self.clock,
            days=self.days,
            roll=Roll(self.roll),
        )


class Occurrence(models.Model):
    """One time that a schedule came round: once, whatever runs twice."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")  # could not open yet; ``reason`` says why
        OPENED = "opened", _("Opened")
        # Nothing ran then; ``caught_up_by`` stands for it.
        MISSED = "missed", _("Missed")
        EMPTY = "empty", _("Nothing new")
        DELETED = "deleted", _("Deleted after its time")  # its tombstone says the rest

    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, related_name="occurrences"
    )
    nominal_on = models.DateField()  # the rule's own date, or the crawl's
    # The crawl that saw what is new, where it goes by crawls.
    crawl = models.ForeignKey(
        Crawl, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField()  # when it was to open
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    caught_up_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    campaign = models.OneToOneField(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="occurrence",
    )
    # The rule, the zone and the reason for the frequency, as they were then.
    terms = models.JSONField(default=dict)

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "nominal_on"],
                condition=models.Q(crawl=None),
                name="occurrence_once",
                violation_error_message=_("A review comes round once on a date."),
            ),
            models.UniqueConstraint(
                fields=["schedule", "crawl"],
                condition=models.Q(crawl__isnull=False),
                name="occurrence_once_a_crawl",
                violation_error_message=_("A crawl is followed by one review."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="opened", campaign__isnull=False)
                | (~models.Q(state="opened") & models.Q(campaign=None)),
                name="occurrence_opened_its_campaign",
                violation_error_message=_(
                    "What has opened has a campaign, and nothing else has."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.nominal_on}"
