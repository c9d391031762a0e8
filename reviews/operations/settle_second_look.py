"""Security settles what a first and a second person disagree about."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.clearance import told
from reviews.conflicts import Conflicts
from reviews.deciding import refuse_conflict, refuse_ended, refuse_unable
from reviews.disputes import took_side
from reviews.errors import NotAllowed, NothingToSettle, SecondPersonNeeded
from reviews.evidence.ledger import record
from reviews.lifecycle import Risk, Verdict
from reviews.models import Decision, ReviewItem
from reviews.operations.locking import open_item_held
from reviews.operations.ruling import RULINGS, rule
from reviews.second_looks import disagreement_of
from reviews.terms import Said, Terms


@transaction.atomic
def settle_second_look(
    item: ReviewItem,
    *,
    settled_by: User,
    verdict: Verdict,
    language: str = "en",
    **said: Unpack[Said],
) -> Decision:
    """Rule about ``item``, with a reason; both answers stay on record."""
    campaign, item = open_item_held(item)
    found = disagreement_of(item)
    if found is None:
        raise NothingToSettle(_("The two do not disagree about this."))
    if not settled_by.is_analyst or verdict not in RULINGS:
        raise NotAllowed(_("Analysts settle it: confirm, revoke or reduce."))
    deciders = set(item.decisions.values_list("reviewer_id", flat=True))
    if settled_by.pk in {found.answer.answered_by_id, item.reviewer_id, *deciders}:
        raise SecondPersonNeeded(
            _("You are one of the two; another analyst settles it.")
        )
    if took_side(settled_by, item):
        raise SecondPersonNeeded(
            _("You answered for one of the sides; another analyst settles it.")
        )
    refuse_unable(settled_by)
    refuse_ended(item)
    ground = refuse_conflict(item, settled_by, Conflicts())
    terms = Terms.of(said)
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=Risk.HIGH, is_change=False)
    decision = rule(item, settled_by, verdict, language, terms)
    record(
        "second-look-settled",
        by=settled_by,
        campaign=campaign,
        item=item,
        decision=decision.pk,
        verdict=verdict.value,
        reason=terms.reason,
        cleared=told([(item, ground)]),
    )
    return decision
