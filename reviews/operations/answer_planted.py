"""Somebody answers a planted question."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.deciding import refuse_others, text_read
from reviews.errors import AlreadySettled
from reviews.evidence.ledger import record
from reviews.lifecycle import Verdict
from reviews.models import Planted, PlantedAnswer
from reviews.operations.locking import open_campaign_held
from reviews.operations.plant_item import JOB
from reviews.terms import Said, Terms


@transaction.atomic
def answer_planted(
    planted: Planted,
    *,
    answered_by: User,
    verdict: Verdict,
    language: str = "en",
    shown_sha256: str = "",
    **said: Unpack[Said],
) -> PlantedAnswer:
    """Keep the verdict, under the rules for a risky item; the words are let go.

    It is no decision: nothing is promised by it, and the ledger does not say by whom.
    """
    campaign = open_campaign_held(planted.campaign_id)
    refuse_others(planted.reviewer, answered_by)
    if PlantedAnswer.objects.filter(planted=planted).exists():
        raise AlreadySettled(_("You answered this already; the answer stays."))
    terms = Terms.of(said)
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=planted.risk, is_change=False)
    text_read(planted, language, shown_sha256)
    answer = PlantedAnswer.objects.create(
        planted=planted, verdict=verdict, answered_at=timezone.now()
    )
    record("known-bad-answered", by=JOB, campaign=campaign, verdict=verdict.value)
    return answer
