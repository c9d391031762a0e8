"""Make the evidence bundle of a campaign, and log who took it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.ledger.keys import CannotSign
from accessmap.models import User
from reviews.errors import NoEvidence, NotAllowed
from reviews.evidence.bundle import Made, SealBroken, write_bundle
from reviews.evidence.ledger import record
from reviews.evidence.scratch import scratch, told_when_full
from reviews.models import Campaign, ReviewItem, Seal
from reviews.signing import signs

BUNDLE = "zip"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle, open for reading, with the hashes to keep elsewhere."""

    name: str
    file: BinaryIO
    sha256: str
    manifest_sha256: str

    @property
    def body(self) -> bytes:
        """Return all of it."""
        self.file.seek(0)
        return self.file.read()


def export_evidence(
    campaign: Campaign,
    *,
    exported_by: User,
    form: str = BUNDLE,
    item: ReviewItem | None = None,
) -> Bundle:
    """Return the bundle: the same bytes for the same state.

    It is handed out only once the taking is logged, with the ``form`` in which it is
    taken, and the one ``item`` if it is one alone.

    Raises:
        NotAllowed: to who neither sees everything nor signs this campaign off.
        NoEvidence: if it cannot be signed or written; nothing unsigned is handed out.
    """
    if not (exported_by.sees_everything or signs(campaign, exported_by)):
        raise NotAllowed(_("Evidence is for analysts and auditors."))
    with told_when_full(), scratch() as file:
        with still(campaign) as held:
            made = _written(held, file)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.seek(0)
        with transaction.atomic():
            record(
                "evidence-exported",
                by=exported_by,
                campaign=campaign,
                item=item,
                form=form,
                sha256=sha256,
                manifest_sha256=made.manifest_sha256,
            )
    name = f"accessmap-evidence-{campaign.pk}.zip"
    return Bundle(name, file, sha256, made.manifest_sha256)


def _written(campaign: Campaign, file: BinaryIO) -> Made:
    try:
        return write_bundle(campaign, file)
    except (CannotSign, SealBroken) as error:
        raise NoEvidence(str(error)) from error


@contextmanager
def still(campaign: Campaign) -> Iterator[Campaign]:
    """Hold a campaign still, so that nothing is written between two files.

    After deciding is over there are still exceptions, looks and signatures. Of a sealed
    one nothing in the bundle changes any more, so many may read it at once.
    """
    found = Campaign.objects.select_related("crawl", "opened_by")
    if Seal.objects.filter(campaign=campaign).exists():
        yield found.get(pk=campaign.pk)
        return
    with transaction.atomic():
        yield found.select_for_update(of=("self",)).get(pk=campaign.pk)
