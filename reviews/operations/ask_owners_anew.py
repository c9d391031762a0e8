"""Ask the rules anew who is to decide what is open: tags and the list move on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NoReviewer, NotAllowed, ReasonRequired
from reviews.evidence.ledger import record
from reviews.lifecycle import Rule, Side
from reviews.models import Campaign, Decision, Event, ReviewItem
from reviews.operations.locking import open_campaign_held
from reviews.operations.return_item import KIND as RETURNED
from reviews.owners import Answer, Owners

KIND = "owners-asked-anew"
BATCH = 500


class Moved(NamedTuple):
    """One item that somebody else is asked about from now on, or by another rule."""

    item: ReviewItem
    before: User


@transaction.atomic
def ask_owners_anew(campaign: Campaign, *, asked_by: User, reason: str) -> int:
    """Give each open item to whom the rules name now; return how many moved.

    What somebody handed on by hand stays with whom it was given to, what is decided
    with who decided; nobody gets back what they gave back, or answers for both sides.
    Where nobody can be found, whoever is asked goes on being asked.
    """
    campaign = open_campaign_held(campaign.pk)
    if not asked_by.is_analyst:
        raise NotAllowed(_("Analysts ask anew who owns what."))
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ReasonRequired(_("Say why the owners are asked for anew."))
    moved = list(_moved(campaign))
    changed = [each.item for each in moved]
    fields = ["reviewer", "resolved_by", "resolved_from"]
    ReviewItem.objects.bulk_update(changed, fields, batch_size=BATCH)
    record(
        KIND,
        by=asked_by,
        campaign=campaign,
        reason=reason,
        moved=_told(moved),
    )
    return len(moved)


def _moved(campaign: Campaign) -> Iterator[Moved]:
    """Yield the open items for which the rules name another, changed and not saved."""
    owners = Owners.within(campaign)
    gave_back, asked = _gave_back(campaign), _asked(campaign)
    items = campaign.items.open().filter(grant__ended_at=None)
    items = items.exclude(resolved_by=Rule.REASSIGNED).order_by("number")
    related = items.select_related("grant__resource", "reviewer")
    short = related.defer("wording", "statement", "circumstances")
    rows = short.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        owners.learn(each.grant for each in batch)
        last = _last(batch)
        for item in batch:
            sides = asked[item.grant_id]
            others = {pk for side, pk in sides.items() if side != item.side}
            but = others | gave_back[item.pk]
            answer = _answer(item, owners, last.get(item.previous_id), but)
            if answer is None:
                continue
            before, rule = item.reviewer, item.resolved_by
            item.reviewer, item.resolved_by = answer.reviewer, answer.rule
            item.resolved_from = answer.source
            sides[item.side] = answer.reviewer.pk
            if (before, rule) != (answer.reviewer, answer.rule):
                yield Moved(item, before)


def _answer(
    item: ReviewItem, owners: Owners, last: int | None, but: Collection[int]
) -> Answer | None:
    """Return whom the rules name now, or None if they name nobody who may decide."""
    if item.side == Side.USING:
        found = owners.user_of(item.grant, last=last, but=but)
        return found if isinstance(found, Answer) else None
    with suppress(NoReviewer):
        return owners.of(item.grant, last=last, but=but)
    return None


def _asked(campaign: Campaign) -> Mapping[int, dict[str, int]]:
    """Return grant → side → who is asked."""
    sides: dict[int, dict[str, int]] = defaultdict(dict)
    rows = campaign.items.order_by().values_list("grant_id", "side", "reviewer_id")
    for grant, side, reviewer in rows:
        sides[grant][side] = reviewer
    return sides


def _gave_back(campaign: Campaign) -> Mapping[int, set[int]]:
    """Return item → who gave it back."""
    people: dict[int, set[int]] = defaultdict(set)
    acts = Event.objects.filter(campaign=campaign, kind=RETURNED).exclude(person=None)
    for item, person in acts.values_list("item_id", "person_id"):
        if person is not None:
            people[item].add(person)
    return people


def _last(items: Iterable[ReviewItem]) -> Mapping[int | None, int]:
    """Return earlier item → who decided it, as far as it counts."""
    earlier = {each.previous_id for each in items} - {None}
    made = Decision.objects.effective().filter(item__in=earlier)
    return dict(made.values_list("item_id", "reviewer_id"))


def _told(moved: Iterable[Moved]) -> list[dict[str, object]]:
    """Return what the ledger says of it: from whom to whom, alike ones together."""
    alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for item, before in moved:
        after = item.reviewer.get_username()
        alike[before.get_username(), after, item.resolved_by].append(item.number)
    return [
        {"before": before, "after": after, "rule": str(rule), "items": numbers}
        for (before, after, rule), numbers in sorted(alike.items())
    ]
