"""What somebody is told who is to sign a review off."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.language import language_of
from accessmap.models import User
from reviews.models import Campaign
from reviews.notifications.digest import Message

KIND = "sign-off"


def sign_off_path(campaign: Campaign) -> str:
    """Return where a review is signed off."""
    return reverse("reviews:sign-off", args=[campaign.pk])


def asked(campaign: Campaign, person: User) -> Message:
    """Return the mail, with the address of the page."""
    context = {
        "campaign": campaign,
        "address": settings.PUBLIC_URL + sign_off_path(campaign),
    }
    with override(language_of(person)):
        return Message(
            subject=_("To be signed off: %(name)s") % {"name": campaign.name},
            text=render_to_string("reviews/mail/sign_off.txt", context),
            html=render_to_string("reviews/mail/sign_off.html", context),
        )
