"""What is sent from the page on which a review is signed off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessmap.models import User
from reviews.forms import able_reviewers
from reviews.models import Campaign, SignOff


class NameForm(forms.Form):
    """Who signs as management; the owner is not offered."""

    person = forms.ModelChoiceField(
        label=_("Who signs as management"), queryset=User.objects.none()
    )

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        """Offer the people there are."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            others = able_reviewers().exclude(pk=campaign.opened_by_id)
            field.queryset = others.order_by("full_name", "username")


class SignForm(forms.Form):
    """A statement that was read, with the password of who has one."""

    part = forms.ChoiceField(choices=SignOff.Part.choices)
    password = forms.CharField(required=False, strip=False)
    remark = forms.CharField(required=False, max_length=4000)
