"""Seal a campaign: from here on its bundle is the same bytes, as long as it is kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.ledger.keys import CannotSign
from accessmap.ledger.timestamps import NoTimestamp, stamp
from accessmap.models import User
from reviews.errors import NoEvidence, NotAllowed, NotYet
from reviews.evidence.bundle import Made, write_bundle
from reviews.evidence.frozen import Frozen, freeze
from reviews.evidence.ledger import record
from reviews.evidence.retention import kept
from reviews.evidence.scratch import told_when_full
from reviews.evidence.verify import Bundle, verify
from reviews.evidence.witness import unwitnessed_of
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
        # Read once: what is sealed is what was signed, whoever writes meanwhile.
        parts = freeze(campaign)
        made = _checked(campaign, parts)
    except (CannotSign, NoTimestamp) as error:
        raise NoEvidence(str(error)) from error
    seal = Seal.objects.create(
        campaign=campaign,
        sealed_by=sealed_by,
        sealed_at=now,
        keep_until=kept(campaign.controls).until(now.date()),
        sequence=event.sequence,
        frozen=parts,
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


def _checked(campaign: Campaign, parts: Frozen) -> Made:
    """Make the bundle, and look at it and at the rows as an auditor will."""
    for wrong in unwitnessed_of(campaign):
        raise NoEvidence(_("It is not sealed: %(why)s.") % {"why": wrong})
    with told_when_full(), TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        with path.open("wb") as file:
            made = write_bundle(campaign, file, parts)
        for english, japanese, fault in verify(Bundle(path)):
            if fault:
                at = get_language() == "ja"
                why = f"{japanese if at else english}: {fault.split('|')[at]}"
                raise NoEvidence(_("It is not sealed: %(why)s.") % {"why": why})
    return made


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
