"""Somebody signs a campaign off, after signing in once more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.models import User
from reviews.errors import NotAllowed, NotYet
from reviews.evidence.ledger import record
from reviews.evidence.statements import statement
from reviews.models import Campaign, SignOff
from reviews.signing import FreshLink, Signing, signed_in_again

WHO = {
    SignOff.Part.OWNER: gettext_lazy("Who opened the review signs as its owner."),
    SignOff.Part.MANAGEMENT: gettext_lazy(
        "Whom the review’s owner has named signs as management."
    ),
}


@transaction.atomic
def sign_off(
    campaign: Campaign,
    *,
    part: SignOff.Part,
    person: User,
    password: str | FreshLink,
    remark: str = "",
) -> SignOff:
    """Record the statement of the campaign's owner or of management, in both languages.

    ``password`` is asked for again, and of who has none a fresh link: an open screen is
    not a signature. Two different people sign: who opened the review, and whom they
    named as management.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.closed_at is None:
        raise NotYet(_("Close the campaign before it is signed off."))
    signing = Signing(campaign)
    is_second = any(each.person_id == person.pk for each in signing.signed.values())
    if part in signing.signed or is_second:
        raise NotAllowed(_("Two different people sign, each part once."))
    if not person.is_active or not signing.may(person, part):
        raise NotAllowed(str(WHO[part]))
    shown = signed_in_again(person, password)
    signed = SignOff.objects.create(
        campaign=campaign,
        part=part,
        person=person,
        statement_en=statement(part, "en"),
        statement_ja=statement(part, "ja"),
        remark=remark.replace("\x00", "").strip(),
        signed_at=timezone.now(),
    )
    record(
        "campaign-signed-off", by=person, campaign=campaign, part=str(part), shown=shown
    )
    return signed
