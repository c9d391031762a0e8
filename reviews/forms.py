"""What people send: checked for shape here, for sense by the operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessmap.models import Role, User
from reviews.handling_form import HandlingForm
from reviews.labels import PURPOSE
from reviews.lifecycle import AtClose, Purpose, Reduction, Verdict
from reviews.sampling import MOST, USUAL
from reviews.terms import Said


def able_reviewers() -> Any:
    """Return the people who may be asked."""
    return User.objects.filter(is_active=True).exclude(role=Role.AUDITOR)


def in_two_weeks() -> Any:
    """Return the day that a new campaign is due by default."""
    return timezone.localdate() + timedelta(days=14)


class OpenForm(HandlingForm):
    """Everything about a campaign but its filter, which speaks its own language."""

    @property
    def terms(self) -> dict[str, Any]:
        """Return what ``open_campaign`` takes."""
        names = ("name", "due_on", "fallback", "limitation")
        sent = {name: self.cleaned_data[name] for name in names}
        return {**sent, "policy": self.policy}

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


class TermsForm(forms.Form):
    """A verdict with its terms; what each verdict needs, the operation asks for."""

    verdict = forms.ChoiceField(choices=[(each, each) for each in Verdict])
    reason = forms.CharField(required=False, max_length=4000)
    purpose = forms.ChoiceField(required=False, choices=[("", ""), *PURPOSE.items()])
    ticket = forms.CharField(required=False, max_length=200)
    reduce_to = forms.ChoiceField(
        required=False, choices=[(each, each) for each in Reduction]
    )
    control = forms.CharField(required=False, max_length=4000)
    expires_on = forms.DateField(required=False)

    @property
    def said(self) -> Said:
        """Return the terms; to reduce without a word is to what is used."""
        sent = self.cleaned_data
        reduces = sent["verdict"] == Verdict.REDUCE
        reduce_to = Reduction(sent["reduce_to"] or (Reduction.USED if reduces else ""))
        return {
            "reason": sent["reason"],
            "purpose": Purpose(sent["purpose"]),
            "ticket": sent["ticket"],
            "reduce_to": reduce_to if reduces else Reduction.NONE,
            "control": sent["control"],
            "expires_on": sent["expires_on"],
        }

    @property
    def complaint(self) -> str:
        """Return what is wrong with the shape of what was sent, as one sentence."""
        if "expires_on" in self.errors:
            return gettext("Write the day like 2026-12-04.")
        if "verdict" in self.errors:
            return gettext("Choose what is to become of it.")
        return gettext("Something that was sent is too long, or no choice of the form.")


class DecideForm(TermsForm):
    """One decision, on the text that the page showed."""

    shown_sha256 = forms.CharField(max_length=64)


class BulkForm(TermsForm):
    """One decision for identical grants, by the numbers that the page listed."""

    numbers = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take any number: the operation says which are identical."""
        super().__init__(*args, **kwargs)
        sent = self.data.getlist("numbers") if isinstance(self.data, QueryDict) else []
        field = self.fields["numbers"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(each, each) for each in sent if each.isdecimal()]

    @property
    def complaint(self) -> str:
        """Return what is wrong, as one sentence."""
        if "numbers" in self.errors:
            return gettext("Tick at least the grant that you read.")
        return super().complaint


class AnswerForm(forms.Form):
    """Yes or no to an exception."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(required=False, max_length=4000)


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


class ApproveForm(forms.Form):
    """A yes to so many revocations by rule."""

    most = forms.IntegerField(min_value=1)
    reason = forms.CharField(required=False, max_length=4000)


class SecondLookForm(forms.Form):
    """What a second person thinks, on the text that the page showed."""

    verdict = forms.ChoiceField(
        choices=[(each, each) for each in (Verdict.CONFIRM, Verdict.REVOKE)]
    )
    reason = forms.CharField(required=False, max_length=4000)
    shown_sha256 = forms.CharField(max_length=64)


class SampleForm(forms.Form):
    """How many items an auditor draws, and the words that decide which."""

    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST, initial=USUAL
    )
    nonce = forms.CharField(label=_("Any words of your own"), max_length=200)
