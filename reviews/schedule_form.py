"""What people send about a rhythm: checked for shape; keep_schedule asks for sense."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.calendar.business_days import Roll, countries
from reviews.calendar.rhythm import (
    AFTER_CRAWLS,
    DAILY,
    MONTHS,
    OWN,
    months_of,
    rule_of,
)
from reviews.forms import able_reviewers
from reviews.handling_form import SidesField, known_controls
from reviews.labels import AT_DEADLINE
from reviews.models import Schedule
from reviews.models.handling import HANDLING

ROLLS = {
    Roll.FOLLOWING: _("opens on the next business day"),
    Roll.PRECEDING: _("opens on the business day before"),
    Roll.NONE: _("opens all the same"),
}
QUARTER = "3"
AT_ONCE = "crawl"


def offered_countries() -> list[tuple[str, Any]]:
    """Return the countries whose holidays are known, by their codes."""
    return [("", _("no country")), *((each, each) for each in sorted(countries()))]


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rhythm: one of the usual, or a rule of one's own."""

    months = forms.ChoiceField(
        label=_("How often"),
        choices=[
            *MONTHS.items(),
            (AT_ONCE, AFTER_CRAWLS),
            (OWN, _("By a rule of my own")),
        ],
    )
    rule = forms.CharField(
        label=_("Rule"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": "FREQ=WEEKLY;BYDAY=MO", "spellcheck": "false"}
        ),
    )
    roll = forms.ChoiceField(
        label=_("On a day off it"), choices=[(key.value, ROLLS[key]) for key in Roll]
    )
    country = forms.ChoiceField(
        label=_("Holidays of"), required=False, choices=offered_countries
    )

    is_two_sided = SidesField()

    class Meta:
        model = Schedule
        fields = (
            "name",
            "starts_on",
            "clock",
            "time_zone",
            "country",
            "roll",
            "days_to_decide",
            "reason",
            *HANDLING,
            "fallback",
            "is_for_new",
            "is_paused",
            "rule",
        )
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "clock": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "time_zone": forms.TextInput(
                attrs={"list": "zones", "autocomplete": "off"}
            ),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "at_due_high": _("High risk"),
            "at_due_medium": _("Medium risk"),
            "at_due_low": _("Low risk"),
            "revoke_limit": _("Revoked by rule, at most"),
            "second_look_percent": _("Second looks, per cent"),
            "controls": _("Controls it serves"),
            "is_planted": _("Plant a question that nobody should confirm"),
            "carry_limit": _("Carried forward in a row, at most, times"),
            "exception_days": _("An exception lasts, at most, days"),
            "fallback": _("Asked where no tag names an owner"),
            "is_for_new": _(
                "Ask only about what is new or changed since, as far as it was read, "
                "and once: a small review for its owner between the great ones"
            ),
            "is_paused": _("Resting: opens nothing until it is woken"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people there are, and begin with a quarter from today."""
        super().__init__(*args, **kwargs)
        field = self.fields["fallback"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = able_reviewers()
            field.empty_label = str(_("The first analyst"))
        for each in HANDLING:
            handled = self.fields[each]
            handled.required = False
            if isinstance(handled, forms.ChoiceField) and each.startswith("at_due"):
                handled.choices = list(AT_DEADLINE.items())
        schedule = self.instance
        schedule.starts_on = schedule.starts_on or timezone.localdate()
        schedule.rule = schedule.rule or rule_of(QUARTER, schedule.starts_on)
        self.initial["starts_on"] = schedule.starts_on
        usual = AT_ONCE if schedule.is_at_once else months_of(schedule.rule)
        self.initial["months"] = usual
        self.initial["rule"] = schedule.rule if self.initial["months"] == OWN else ""
        self.zones = sorted(zoneinfo.available_timezones())

    def clean_controls(self) -> str:
        """Take controls that there are."""
        return known_controls(self.cleaned_data.get("controls") or "")

    def clean(self) -> dict[str, Any]:
        """Turn the usual rhythm into its rule; at once is asked only what is new."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts_on = cleaned.get("starts_on")
        self.instance.is_at_once = cleaned.get("months") == AT_ONCE
        if self.instance.is_at_once:
            cleaned |= {"is_for_new": True, "rule": DAILY}
        elif cleaned.get("months", OWN) != OWN and starts_on:
            cleaned["rule"] = rule_of(cleaned["months"], starts_on)
        usual = Schedule()
        for each in HANDLING:
            if cleaned.get(each) in {None, ""}:
                cleaned[each] = getattr(usual, each)
        return cleaned
