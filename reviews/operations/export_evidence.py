"""Make the evidence bundle of a campaign, and log who took it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotAllowed
from reviews.evidence.bundle import bundle
from reviews.evidence.ledger import record
from reviews.models import Campaign


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle in memory, with the hash to keep elsewhere."""

    name: str
    body: bytes
    sha256: str


@transaction.atomic
def export_evidence(campaign: Campaign, *, exported_by: User) -> Bundle:
    """Return the bundle: the same bytes for the same state.

    The campaign's row is held meanwhile, so that no decision falls between two files.
    """
    if not exported_by.sees_everything:
        raise NotAllowed(_("Evidence is for analysts and auditors."))
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("crawl", "opened_by")
        .get(pk=campaign.pk)
    )
    body = bundle(campaign)
    sha256 = hashlib.sha256(body).hexdigest()
    record("evidence-exported", by=exported_by, campaign=campaign, sha256=sha256)
    return Bundle(f"accessmap-evidence-{campaign.pk}.zip", body, sha256)
