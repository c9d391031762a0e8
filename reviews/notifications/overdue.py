"""What the opener of a campaign is told once it is overdue."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.language import language_of
from accessmap.models import User
from reviews.models import Campaign
from reviews.notifications.digest import Message


def overdue(
    campaign: Campaign, opener: User, late: Sequence[tuple[User, int]]
) -> Message:
    """Return the mail that names who is late, and by how many."""
    context = {
        "campaign": campaign,
        "late": late,
        "address": settings.PUBLIC_URL + campaign.get_absolute_url(),
    }
    with override(language_of(opener)):
        return Message(
            subject=_("Overdue: %(name)s") % {"name": campaign.name},
            text=render_to_string("reviews/mail/overdue.txt", context),
            html=render_to_string("reviews/mail/overdue.html", context),
        )
