"""What becomes of what nobody answers, and how much is looked at twice, as fields."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.errors import ControlUnknown
from reviews.evidence.retention import served
from reviews.labels import AT_DEADLINE
from reviews.lifecycle import AtDeadline
from reviews.models.handling import MOST_CARRIED, MOST_DAYS
from reviews.operations.open_campaign import Policy

MOST = 32_000  # of what a small column holds


class SidesField(forms.TypedChoiceField):
    """Who is asked where both ends of a grant are ours."""

    def __init__(self) -> None:
        """Offer both sides first; a choice is sent always, as no tick box is."""
        super().__init__(
            label=_("Where both ends are ours"),
            choices=[
                (True, _("both sides are asked")),
                (False, _("only the side that grants is asked")),
            ],
            coerce=asks_both,
            required=False,
            initial=True,
        )


def asks_both(sent: str) -> bool:
    """Say whether both sides are asked; they are unless somebody said otherwise."""
    return sent != "False"


class HandlingForm(forms.Form):
    """The part of a campaign's terms that has a usual answer."""

    at_due_high = forms.ChoiceField(
        label=_("High risk"), choices=list(AT_DEADLINE.items()), required=False
    )
    at_due_medium = forms.ChoiceField(
        label=_("Medium risk"), choices=list(AT_DEADLINE.items()), required=False
    )
    at_due_low = forms.ChoiceField(
        label=_("Low risk"), choices=list(AT_DEADLINE.items()), required=False
    )
    revoke_limit = forms.IntegerField(
        label=_("Revoked by rule, at most"),
        min_value=0,
        max_value=MOST,
        initial=20,
        required=False,
    )
    second_look_percent = forms.IntegerField(
        label=_("Second looks, per cent"),
        min_value=0,
        max_value=100,
        initial=3,
        required=False,
    )
    is_planted = forms.BooleanField(
        label=_("Plant a question that nobody should confirm"), required=False
    )

    is_two_sided = SidesField()
    carry_limit = forms.IntegerField(
        label=_("Carried forward in a row, at most, times"),
        min_value=0,
        max_value=MOST_CARRIED,
        initial=1,
        required=False,
    )
    exception_days = forms.IntegerField(
        label=_("An exception lasts, at most, days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        required=False,
    )
    controls = forms.CharField(
        label=_("Controls it serves"), max_length=300, required=False
    )

    def clean_controls(self) -> str:
        """Take controls that there are."""
        return known_controls(self.cleaned_data["controls"])

    @property
    def policy(self) -> Policy:
        """Return the terms as opening takes them; nothing said is the usual."""
        usual, sent = Policy(), self.cleaned_data
        return Policy(
            at_due_high=AtDeadline(sent["at_due_high"] or usual.at_due_high),
            at_due_medium=AtDeadline(sent["at_due_medium"] or usual.at_due_medium),
            at_due_low=AtDeadline(sent["at_due_low"] or usual.at_due_low),
            revoke_limit=_or(sent["revoke_limit"], usual.revoke_limit),
            second_look_percent=_or(
                sent["second_look_percent"], usual.second_look_percent
            ),
            controls=sent["controls"],
            is_planted=sent["is_planted"],
            is_two_sided=sent["is_two_sided"] is not False,
            carry_limit=_or(sent["carry_limit"], usual.carry_limit),
            exception_days=_or(sent["exception_days"], usual.exception_days),
        )


def known_controls(text: str) -> str:
    """Return the controls as they were written, if there are such."""
    try:
        served(text)
    except ControlUnknown as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return text.strip()


def _or(said: int | None, usual: int) -> int:
    return usual if said is None else said
