"""Somebody answers a planted question."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import AlreadySettled, NotYourItem, ReadSomethingElse
from reviews.evidence.ledger import record
from reviews.lifecycle import Verdict
from reviews.models import Planted, PlantedAnswer
from reviews.operations.locking import open_campaign_held
from reviews.operations.plant_item import JOB
from reviews.shown import sha256, shown_text
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
    if planted.reviewer_id != answered_by.pk:
        raise NotYourItem(
            _("%(person)s is asked about this, not you.") % {"person": planted.reviewer}
        )
    if PlantedAnswer.objects.filter(planted=planted).exists():
        raise AlreadySettled(_("You answered this already; the answer stays."))
    terms = Terms.of(said)
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=planted.risk, is_change=False)
    if shown_sha256 not in {"", sha256(shown_text(planted, language))}:
        raise ReadSomethingElse(
            _("The page showed another text than the item holds. Read it again.")
        )
    answer = PlantedAnswer.objects.create(
        planted=planted, verdict=verdict, answered_at=timezone.now()
    )
    record("known-bad-answered", by=JOB, campaign=campaign, verdict=verdict.value)
    return answer
