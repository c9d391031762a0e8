"""Seal a campaign: from here on its bundle is the same bytes, as long as it is kept."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.ledger.keys import CannotSign
from accessmap.ledger.timestamps import NoTimestamp, stamp
from accessmap.models import User
from reviews.errors import NoEvidence, NotAllowed, NotYet
from reviews.evidence.bundle import write_bundle
from reviews.evidence.frozen import freeze
from reviews.evidence.ledger import record
from reviews.evidence.retention import kept
from reviews.evidence.scratch import scratch, told_when_full
from reviews.lifecycle import CampaignState
from reviews.models import Campaign, Seal, SignOff


@transaction.atomic
def seal_campaign(campaign: Campaign, *, sealed_by: User) -> Seal:
    """Sign the bundle for good; nothing is sealed that cannot be signed or verified.

    What would change by itself later (names, roles, our own programs) is kept in the
    seal; everything else is in rows that never change.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _refuse_early(campaign, sealed_by)
    now = timezone.now()
    event = record("campaign-sealed", by=sealed_by, campaign=campaign)
    try:
        if checkpoint := make_checkpoint():
            stamp(checkpoint)
        with told_when_full(), scratch() as file, file:
            made = write_bundle(campaign, file)
    except (CannotSign, NoTimestamp) as error:
        raise NoEvidence(str(error)) from error
    seal = Seal.objects.create(
        campaign=campaign,
        sealed_by=sealed_by,
        sealed_at=now,
        keep_until=kept(campaign.controls).until(now.date()),
        sequence=event.sequence,
        frozen=freeze(campaign),
        envelope=made.envelope,
        manifest_sha256=made.manifest_sha256,
    )
    record(
        "bundle-sealed",
        by=sealed_by,
        campaign=campaign,
        manifest_sha256=made.manifest_sha256,
        keep_until=seal.keep_until.isoformat(),
    )
    return seal


def _refuse_early(campaign: Campaign, sealed_by: User) -> None:
    if not sealed_by.is_analyst:
        raise NotAllowed(_("Only analysts seal campaigns."))
    if campaign.state != CampaignState.CLOSED:
        raise NotYet(_("It is sealed when it is closed and every removal was seen."))
    if Seal.objects.filter(campaign=campaign).exists():
        raise NotYet(_("It is sealed already."))
    signed = set(SignOff.objects.filter(campaign=campaign).values_list("part"))
    if len(signed) < len(SignOff.Part):
        raise NotYet(_("Its owner and management sign it off before it is sealed."))
