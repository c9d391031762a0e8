"""The owner of a campaign says who signs it off as management."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotAllowed
from reviews.evidence.ledger import record
from reviews.models import Campaign, Event
from reviews.operations.ask_to_sign import ask_to_sign
from reviews.signing import NAMED, Signing


@transaction.atomic
def name_management(campaign: Campaign, *, person: User, named_by: User) -> Event:
    """Write it into the ledger, and ask that person; the last one named counts.

    Whoever runs the review is not who answers for it: management is somebody else, and
    no auditor. It may be anybody who signs in, a reviewer too: they are shown the
    result of this one review.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    signing = Signing(campaign)
    if not signing.may_name(named_by):
        raise NotAllowed(
            _("Who opened the review names management, as long as it has not signed.")
        )
    if person.is_auditor or not person.is_active:
        raise NotAllowed(_("Auditors sign nothing off, nor does who may not sign in."))
    owner = signing.signed.get("owner")
    if person in (named_by, campaign.opened_by, owner and owner.person):
        raise NotAllowed(_("Management is another person than the review’s owner."))
    ask_to_sign(campaign, person=person)
    return record(
        NAMED,
        by=named_by,
        campaign=campaign,
        named=person.get_username(),
        number=person.pk,
    )
