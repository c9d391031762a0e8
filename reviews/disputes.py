"""Grants whose two sides do not say the same: what security settles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accessmap.models import User
from reviews.lifecycle import DECIDED, PROMISED, ItemState, Origin, Side, is_agreed
from reviews.models import Campaign, Decision, ReviewItem

UNHEARD = frozenset({ItemState.OPEN, ItemState.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Dispute:
    """The items of the side that grants and of the side that uses one grant."""

    granting: ReviewItem
    using: ReviewItem

    @property
    def items(self) -> tuple[ReviewItem, ReviewItem]:
        """Return both."""
        return self.granting, self.using

    @property
    def is_answered(self) -> bool:
        """Say whether both have; a campaign does not close over the two of them."""
        return all(each.state in DECIDED for each in self.items)


def disputes(*campaigns: Campaign) -> Iterator[Dispute]:
    """Yield the grants of which one side says no, or the two say different things.

    However many campaigns there are, they are asked about at once.
    """
    items = ReviewItem.objects.filter(campaign__in=campaigns)
    items = items.select_related("campaign", "reviewer")
    using = {
        (each.campaign_id, each.grant_id): each
        for each in items.filter(side=Side.USING)
    }
    if not using:
        return
    asked = {grant for _campaign, grant in using}
    granting = items.filter(side=Side.GRANTING, grant__in=asked)
    for item in granting.riskiest_first():
        other = using.get((item.campaign_id, item.grant_id))
        if other and _is_disputed(found := Dispute(item, other)):
            yield found


def dispute_of(item: ReviewItem) -> Dispute | None:
    """Return the dispute that ``item`` is one side of, or None."""
    sides = ReviewItem.objects.filter(campaign=item.campaign_id, grant=item.grant_id)
    both = {each.side: each for each in sides.select_related("reviewer", "grant")}
    if len(both) < len(Side):
        return None
    found = Dispute(both[Side.GRANTING], both[Side.USING])
    return found if _is_disputed(found) else None


def took_side(person: User, item: ReviewItem) -> bool:
    """Say whether somebody answered about the item's grant, for either side."""
    return Decision.objects.filter(
        item__campaign=item.campaign_id,
        item__grant=item.grant_id,
        origin__in=[Origin.ANSWER, Origin.BULK],
        reviewer=person,
    ).exists()


def _is_disputed(pair: Dispute) -> bool:
    one, other = (ItemState(each.state) for each in pair.items)
    if {one, other} <= DECIDED:
        return not is_agreed(one, other)
    # One no is enough, whether the other has yet to answer or was not heard in time.
    return bool({one, other} & PROMISED) and bool({one, other} & UNHEARD)
