"""Delete a sealed campaign after its time, and leave its tombstone in the ledger.

The one way: the database refuses the tombstone before the last day that the seal names,
and every deletion without a tombstone. Two people do it, each with the password again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.ledger.append import append
from accessmap.ledger.checkpoints import checkpoint_if_able
from accessmap.models import Entry, User
from accessmap.models.entry import TOMBSTONE
from reviews.errors import NotAllowed, NotYet, ReasonRequired
from reviews.evidence.bundle import payload_of
from reviews.evidence.ledger import record
from reviews.models import (
    Campaign,
    ConflictOverride,
    DeadlineApproval,
    Decision,
    Event,
    Exclusion,
    Exemption,
    ExemptionAnswer,
    Notice,
    Occurrence,
    Planted,
    PlantedAnswer,
    ReviewItem,
    Seal,
    SecondAnswer,
    SecondLook,
    SignOff,
    Verification,
)

ASKED = "deletion-asked"
# What goes, children first: the table, and how its rows name their campaign.
GOES: tuple[tuple[type[Any], str], ...] = (
    (PlantedAnswer, "planted__campaign"),
    (Planted, "campaign"),
    (SecondAnswer, "look__item__campaign"),
    (SecondLook, "item__campaign"),
    (ExemptionAnswer, "exemption__item__campaign"),
    (Exemption, "item__campaign"),
    (ConflictOverride, "item__campaign"),
    (Verification, "item__campaign"),
    (Decision, "item__campaign"),
    (Event, "campaign"),
    (DeadlineApproval, "campaign"),
    (Exclusion, "campaign"),
    (SignOff, "campaign"),
    (Seal, "campaign"),
    (ReviewItem, "campaign"),
)


def counted(campaign: Campaign) -> dict[str, int]:
    """Return how many rows of each kind would go: the dry run."""
    found = {
        model._meta.model_name: rows(model, path, campaign).count()
        for model, path in GOES
    }
    return {**found, "notice": len(own_notices(campaign))}


@transaction.atomic
def ask_deletion(
    campaign: Campaign, *, asked_by: User, password: str, reason: str
) -> Event:
    """Ask that a campaign whose time is over be deleted; another analyst does it."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _refuse(campaign, asked_by, password)
    if not reason.strip():
        raise ReasonRequired(_("Say why it is deleted: the tombstone will say so."))
    return record(ASKED, by=asked_by, campaign=campaign, reason=reason.strip())


@transaction.atomic
def delete_campaign(campaign: Campaign, *, deleted_by: User, password: str) -> Entry:
    """Delete it and return its tombstone, or do neither.

    The ledger is locked from the tombstone on: nothing is deleted without one.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    seal = _refuse(campaign, deleted_by, password)
    asked = Event.objects.filter(campaign=campaign, kind=ASKED).order_by("-sequence")
    other = asked.exclude(person=deleted_by).first()
    if other is None:
        raise NotYet(
            _("Another analyst asks for it first: deletion is not for one alone.")
        )
    tombstone = append(
        TOMBSTONE,
        by=deleted_by,
        about=f"campaign:{campaign.pk}",
        says=_epitaph(campaign, seal, other),
    )
    _let_go(campaign)
    for model, path in GOES:
        # Django's own delete reads each row, to ask what else hangs on it; GOES tells.
        rows(model, path, campaign)._raw_delete("default")  # noqa: SLF001
    Campaign.objects.filter(pk=campaign.pk)._raw_delete("default")  # noqa: SLF001
    checkpoint_if_able()
    return tombstone


def rows(model: type[Any], path: str, campaign: Campaign) -> Any:
    """Return the rows of one table that belong to a campaign."""
    return model.objects.filter(**{path: campaign.pk}).order_by()


def own_notices(campaign: Campaign) -> list[int]:
    """Return the messages that were about this campaign and no other."""
    told = Notice.objects.filter(campaigns=campaign).values_list("pk", flat=True)
    counts = Notice.objects.filter(pk__in=list(told)).annotate(about=Count("campaigns"))
    return list(counts.filter(about=1).values_list("pk", flat=True))


def _refuse(campaign: Campaign, person: User, password: str) -> Seal:
    if not person.is_analyst or not person.is_active:
        raise NotAllowed(_("Analysts delete campaigns, two of them."))
    if not person.check_password(password):
        raise NotAllowed(_("The password does not match. Nothing was deleted."))
    seal = Seal.objects.filter(campaign=campaign).first()
    if seal is None:
        raise NotYet(_("It was never sealed, so it is kept."))
    if timezone.now().date() <= seal.keep_until:
        raise NotYet(
            _("It is kept until %(day)s.") % {"day": seal.keep_until.isoformat()}
        )
    return seal


def _epitaph(campaign: Campaign, seal: Seal, asked: Event) -> Mapping[str, object]:
    """Return what stays said of it: what it was, and by which hashes it is known."""
    statement = json.loads(payload_of(seal.envelope))["predicate"]
    return {
        "name": campaign.name,
        "opened_at": campaign.opened_at.isoformat(),
        "closed_at": campaign.closed_at.isoformat() if campaign.closed_at else None,
        "sealed_at": seal.sealed_at.isoformat(),
        "keep_until": seal.keep_until.isoformat(),
        "manifest_sha256": seal.manifest_sha256,
        "ledger_root": statement["ledger"]["root"],
        "ledger_size": statement["ledger"]["size"],
        "population_root": statement["trees"]["population.jsonl"]["root"],
        "asked_by": asked.actor,
        "reason": asked.says["reason"],
        "deleted": counted(campaign),
    }


def _let_go(campaign: Campaign) -> None:
    """Part it from what stays: later items, the schedule, messages of others."""
    later = ReviewItem.objects.filter(previous__campaign=campaign)
    later.exclude(campaign=campaign).update(previous=None)
    occurrences = Occurrence.objects.filter(campaign=campaign)
    occurrences.update(state=Occurrence.State.DELETED, campaign=None)
    own = own_notices(campaign)
    Notice.campaigns.through.objects.filter(campaign=campaign).delete()
    Notice.objects.filter(pk__in=own).delete()
