"""Everything that the page of one item shows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accessmap.graph.last_seen import last_seen
from accessmap.language import reader_language
from accessmap.models import User
from reviews import labels
from reviews.conflicts import Conflicts
from reviews.forms import ReassignForm, TermsForm
from reviews.inbox import Inbox
from reviews.lifecycle import CampaignState, Origin, Reduction, Side, Verdict
from reviews.looked_for import looked_for
from reviews.models import Planted, ReviewItem
from reviews.operations.decide_items import identical
from reviews.purposes import purpose_of
from reviews.recommendation import MISSING, UNUSED_DAYS, Advice
from reviews.shown import sha256, shown_text
from reviews.since import changes, last_time
from reviews.terms import last_day

# The button says the first one: to what is used.
OTHER_REDUCTIONS = [
    each for each in labels.REDUCTION.items() if each[0] != Reduction.USED
]


def sheet(item: ReviewItem, person: User, inbox: Inbox) -> dict[str, Any]:
    """Return everything the item's sheet shows to ``person``."""
    decisions = list(
        item.decisions.select_related("reviewer", "exemption__answer").order_by("-pk")
    )
    previous = item.previous
    is_mine = item.reviewer_id == person.pk and not person.is_auditor
    can_act = item.campaign.is_open and not item.grant.has_ended
    found = Conflicts().on(item, item.reviewer) if can_act else None
    is_allowed = bool(found) and item.overrides.filter(person=item.reviewer).exists()
    conflict = None if is_allowed else found
    is_ruled = bool(decisions) and decisions[0].origin == Origin.RULING
    alike_count = identical(item).count() if is_mine and item.is_open else 0
    return {
        "item": item,
        "decide_url": reverse("reviews:items-decide", args=[item.pk]),
        "inbox": inbox,
        "place": inbox.place_of(item),
        "before": inbox.beside(item, -1),
        "after": inbox.beside(item, +1),
        "decisions": decisions,
        "previous_decision": previous.effective if previous else None,
        "last_time": last_time(item),
        "changes": changes(item, reader_language()),
        "shown_sha256": sha256(shown_text(item, reader_language())),
        "can_decide": is_mine and can_act and not conflict and not is_ruled,
        "can_give_back": is_mine and can_act and item.is_open,
        "can_reassign": can_act and (is_mine or person.is_analyst),
        "can_override": bool(conflict) and person.is_analyst and not is_mine,
        "can_except": person.is_analyst and _is_unkept(item),
        "last_seen": last_seen(item.grant) if can_act else None,
        "conflict": conflict,
        "is_conflict_allowed": is_allowed,
        "looked_for": looked_for(item.circumstances) if can_act else None,
        "other_side": _other_side(item, person),
        "alike_count": alike_count if alike_count > 1 else 0,
        "form": None,
        "reassign_form": ReassignForm(),
        "purposes": labels.PURPOSE.items(),
        "known_purpose": purpose_of(item.fingerprint) if can_act else None,
        **_reductions(item),
        "last_day": last_day(item.campaign.exception_days),
        "says_unused": is_unused_unsaid(item),
    }


def planted_sheet(planted: Planted, person: User, inbox: Inbox) -> dict[str, Any]:
    """Return what the sheet of an item shows, for a planted question."""
    return {
        "item": planted,
        "decide_url": planted.get_absolute_url(),
        "inbox": inbox,
        "place": inbox.place_of(planted),
        "before": inbox.beside(planted, -1),
        "after": inbox.beside(planted, +1),
        "shown_sha256": sha256(shown_text(planted, reader_language())),
        "can_decide": not person.is_auditor,
        "can_give_back": not person.is_auditor,
        "looked_for": looked_for(planted.circumstances),
        "purposes": labels.PURPOSE.items(),
        **_reductions(planted),
        "last_day": last_day(planted.campaign.exception_days),
    }


def _reductions(item: ReviewItem | Planted) -> dict[str, Any]:
    """Return to what it may be reduced, with the one that we suggest, if we do.

    Where the button says "to what is used", the list has the others.
    """
    flags = [each["rule_id"] for each in item.circumstances["flags"]]
    named = [MISSING[each] for each in flags if each in MISSING]
    if item.suggestion != Advice.REDUCE or not named:
        return {"reductions": OTHER_REDUCTIONS}
    return {
        "reductions": list(labels.REDUCTION.items()),
        "suggested_reduction": named[0],
        "opens_reduction": True,
    }


def refused(form: TermsForm | None, refusal: str) -> dict[str, Any]:
    """Return what is shown beside it when something that was sent was refused."""
    sent = form.data.get("verdict") if form else ""
    told = {
        "form": form,
        "refusal": refusal,
        "opens_exception": sent == Verdict.EXCEPTION,
    }
    return {**told, "opens_reduction": True} if sent == Verdict.REDUCE else told


def is_unused_unsaid(item: ReviewItem) -> bool:
    """Say whether the page is to say for how long nobody used it; flags may say so."""
    told = item.circumstances
    if any(each["rule_id"].startswith("unused") for each in told["flags"]):
        return False
    return (told["unused_days"] or 0) >= UNUSED_DAYS


def _other_side(item: ReviewItem, person: User) -> ReviewItem | None:
    """Return the other side's item to who sees everything; a side decides alone."""
    if not person.sees_everything:
        return None
    other = Side.USING if item.side == Side.GRANTING else Side.GRANTING
    sides = ReviewItem.objects.filter(campaign=item.campaign_id, grant=item.grant_id)
    return sides.filter(side=other).select_related("reviewer").first()


def _is_unkept(item: ReviewItem) -> bool:
    if item.campaign.state != CampaignState.VERIFYING:
        return False
    return ReviewItem.objects.outstanding().filter(pk=item.pk).exists()
