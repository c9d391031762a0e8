"""What is known around grants shown together: owners, who is asked, what was decided.

Asked once for all of them, however many stand on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accessmap.models import Grant
from reviews.lifecycle import CampaignState, Purpose
from reviews.models import Decision, ReviewItem
from reviews.naming import Owner, owners_of_grants


@dataclass(frozen=True, slots=True)
class Judged:
    """One grant's owner, the newest decision about its text, and what it is for.

    ``waiting`` is what open campaigns still ask about the grant, the nearest first.
    """

    owner: Owner | None
    decision: Decision | None
    purpose: Decision | None
    waiting: tuple[ReviewItem, ...]


def judged(grants: Sequence[Grant]) -> dict[int, Judged]:
    """Return what is known around each of ``grants``, by its key."""
    owners = owners_of_grants(grants)
    said = Decision.objects.filter(
        fingerprint__in={each.fingerprint for each in grants}
    )
    said = said.select_related("reviewer", "item__campaign").defer("shown")
    newest: dict[str, Decision] = {}
    purposes: dict[str, Decision] = {}
    for decision in said.order_by("pk"):
        newest[decision.fingerprint] = decision
        if decision.purpose != Purpose.UNSAID:
            purposes[decision.fingerprint] = decision
    waiting = waiting_on(grants)
    return {
        pk: Judged(owners[pk], newest.get(text), purposes.get(text), waiting[pk])
        for pk, text in ((each.pk, each.fingerprint) for each in grants)
    }


def waiting_on(grants: Sequence[Grant]) -> dict[int, tuple[ReviewItem, ...]]:
    """Return what open campaigns ask about each of ``grants``, the nearest first."""
    items = (
        ReviewItem.objects.pending()
        .filter(grant__in=grants, campaign__state=CampaignState.OPEN)
        .select_related("reviewer", "campaign")
        .order_by("campaign__due_on", "pk")
    )
    found: dict[int, list[ReviewItem]] = {each.pk: [] for each in grants}
    for item in items:
        found[item.grant_id].append(item)
    return {pk: tuple(each) for pk, each in found.items()}
