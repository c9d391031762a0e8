"""What becomes of what nobody answers, and how much is looked at twice, as fields."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.errors import ControlUnknown
from reviews.evidence.retention import served
from reviews.labels import AT_DEADLINE
from reviews.lifecycle import AtDeadline
from reviews.operations.open_campaign import Policy

MOST = 32_000  # of what a small column holds


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
