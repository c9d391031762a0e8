"""What people send: checked for shape here, for sense by the operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessmap.models import Role, User
from reviews.labels import PURPOSE
from reviews.lifecycle import AtClose, Verdict


def able_reviewers() -> Any:
    """Return the people who may be asked."""
    return User.objects.filter(is_active=True).exclude(role=Role.AUDITOR)


def in_two_weeks() -> Any:
    """Return the day that a new campaign is due by default."""
    return timezone.localdate() + timedelta(days=14)


class OpenForm(forms.Form):
    """Everything about a campaign but its filter, which speaks its own language."""

    name = forms.CharField(label=_("Name"), max_length=200)
    due_on = forms.DateField(
        label=_("Due"),
        initial=in_two_weeks,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    fallback = forms.ModelChoiceField(
        label=_("Asked where no tag names an owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The first analyst"),
    )
    limitation = forms.CharField(
        label=_("Scope limitation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people there are."""
        super().__init__(*args, **kwargs)
        field = self.fields["fallback"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = able_reviewers()


class DecideForm(forms.Form):
    """One decision."""

    verdict = forms.ChoiceField(choices=[(each, each) for each in Verdict])
    reason = forms.CharField(required=False, max_length=4000)
    purpose = forms.ChoiceField(required=False, choices=[("", ""), *PURPOSE.items()])
    shown_sha256 = forms.CharField(max_length=64)


class ReassignForm(forms.Form):
    """Who else is to be asked, and why."""

    to = forms.ModelChoiceField(queryset=User.objects.none())
    reason = forms.CharField(max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people there are."""
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = able_reviewers()


class CloseForm(forms.Form):
    """What becomes of what nobody decided, and why."""

    at_close = forms.ChoiceField(choices=[(each, each) for each in AtClose])
    reason = forms.CharField(required=False, max_length=4000)
