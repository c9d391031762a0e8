"""Somebody signs a campaign off, after signing in once more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotAllowed, NotYet
from reviews.evidence.ledger import record
from reviews.evidence.statements import statement
from reviews.models import Campaign, SignOff


@transaction.atomic
def sign_off(
    campaign: Campaign,
    *,
    part: SignOff.Part,
    person: User,
    password: str,
    remark: str = "",
) -> SignOff:
    """Record the statement of the campaign's owner or of management, in both languages.

    The password is asked for again: an open screen is not a signature. Two different
    people sign, and neither is an auditor.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.closed_at is None:
        raise NotYet(_("Close the campaign before it is signed off."))
    if not person.is_analyst or not person.is_active:
        raise NotAllowed(_("Analysts sign campaigns off."))
    if not person.check_password(password):
        raise NotAllowed(_("The password does not match. Nothing was signed."))
    others = SignOff.objects.filter(campaign=campaign)
    if others.filter(part=part).exists() or others.filter(person=person).exists():
        raise NotAllowed(_("Two different people sign, each part once."))
    signed = SignOff.objects.create(
        campaign=campaign,
        part=part,
        person=person,
        statement_en=statement(part, "en"),
        statement_ja=statement(part, "ja"),
        remark=remark.replace("\x00", "").strip(),
        signed_at=timezone.now(),
    )
    record("campaign-signed-off", by=person, campaign=campaign, part=str(part))
    return signed
