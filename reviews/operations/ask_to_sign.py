"""Mail somebody the way to the page on which they sign a review off."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotAllowed
from reviews.models import Campaign
from reviews.notifications.outbox import put_mail
from reviews.notifications.sign_off import KIND, asked
from reviews.signing import FRESH, Signing


@transaction.atomic
def ask_to_sign(campaign: Campaign, *, person: User) -> bool:
    """Write the mail; return whether there is an address to send it to.

    Its link signs in, as every link in a mail does: for who has no password, that is
    the proof that it is them. However often it is asked for, one goes out in so many
    minutes; but coming in uses every link up, so afterwards there is a new one.
    """
    if not person.email:
        return False
    span = int(timezone.now().timestamp() // FRESH.total_seconds())
    came_in = person.last_login.timestamp() if person.last_login else 0
    key = f"{KIND}:{campaign.pk}:{person.pk}:{span}:{came_in}"
    put_mail(key, person, asked(campaign, person), [campaign])
    return True


def ask_for_link(campaign: Campaign, *, person: User) -> None:
    """Send a fresh link to who has something to sign and no password to show."""
    if not Signing(campaign).part_of(person):
        raise NotAllowed(_("There is nothing for you to sign here."))
    if not ask_to_sign(campaign, person=person):
        raise NotAllowed(
            _(
                "There is no mail address of yours. Whoever runs AccessMap prints a "
                "link with `manage.py sign_in_link`."
            )
        )
