"""What was decided before about the same thing: the last item of each grant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accessmap.models import Grant
from reviews.lifecycle import DECIDED, Side
from reviews.models import Decision, ReviewItem
from reviews.recommendation import Change

Key = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Before:
    """The last decided item of a grant, and the decision that counts."""

    change: Change = Change.NEW
    item: ReviewItem | None = None
    decision: Decision | None = None

    @property
    def decider(self) -> int | None:
        """Return the key of who decided, or None."""
        return self.decision.reviewer_id if self.decision else None


class History:
    """Earlier decided items on the resources of some grants."""

    def __init__(self, grants: Iterable[Grant]) -> None:
        """Read the earlier items of all these resources, and what was decided."""
        resources = {each.resource_id for each in grants}
        earlier = (
            ReviewItem.objects.filter(
                grant__resource_id__in=resources, state__in=DECIDED
            )
            .select_related("grant")
            .defer("wording", "statement")
        )
        self._same: dict[tuple[str, str], ReviewItem] = {}
        self._alike: dict[Key, ReviewItem] = {}
        for item in earlier.order_by("pk"):
            self._same[item.fingerprint, item.side] = item
            self._alike[key(item.grant, Side(item.side))] = item
        found = {each.pk for each in (*self._same.values(), *self._alike.values())}
        effective = Decision.objects.effective().filter(item__in=found)
        effective = effective.select_related("reviewer").defer("shown")
        self._decisions = {each.item_id: each for each in effective}

    def before(self, grant: Grant, side: Side, reach: str = "") -> Before:
        """Return what became of ``grant`` since it was last decided.

        The same fingerprint is unchanged, if it stood all the while, and the role that
        is granted can still do the same: ``reach`` is the hash of that. Another grant
        of the same document kind, to the same principal, on the same resource, is what
        it was before an edit, and so is one that was decided meanwhile.
        """
        same = self._same.get((grant.fingerprint, side.value))
        alike = self._alike.get(key(grant, side))
        if same and (not alike or alike.campaign_id <= same.campaign_id):
            if same.grant_id != grant.pk:
                return self._told(Change.RETURNED, same)
            is_equal = same.circumstances.get("reach_sha256", "") == reach
            return self._told(Change.UNCHANGED if is_equal else Change.CHANGED, same)
        return self._told(Change.CHANGED, alike) if alike else Before()

    def _told(self, change: Change, item: ReviewItem) -> Before:
        return Before(change, item, self._decisions.get(item.pk))


def key(grant: Grant, side: Side) -> Key:
    """Return what two versions of one grant have in common."""
    return (
        grant.resource_id,
        grant.policy_kind,
        grant.principal_kind,
        grant.principal,
        side.value,
    )
