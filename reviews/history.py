"""What was decided before about the same thing: the last item of each grant."""

from __future__ import annotations

from collections.abc import Iterable

from accessmap.models import Grant
from reviews.lifecycle import DECIDED
from reviews.models import ReviewItem
from reviews.recommendation import Change

Key = tuple[int, str, str, str]


class History:
    """Earlier decided items on the resources of some grants."""

    def __init__(self, grants: Iterable[Grant]) -> None:
        """Read the earlier items of all these resources at once."""
        resources = {each.resource_id for each in grants}
        earlier = ReviewItem.objects.filter(
            grant__resource_id__in=resources, state__in=DECIDED
        ).select_related("grant")
        self._same: dict[str, ReviewItem] = {}
        self._alike: dict[Key, ReviewItem] = {}
        for item in earlier.order_by("pk"):
            self._same[item.fingerprint] = item
            self._alike[key(item.grant)] = item

    def before(self, grant: Grant) -> tuple[Change, ReviewItem | None]:
        """Return what became of ``grant`` since it was last decided, and that item.

        The same fingerprint is unchanged. Another grant of the same document kind, to
        the same principal, on the same resource, is what it was before an edit.
        """
        if same := self._same.get(grant.fingerprint):
            return Change.UNCHANGED, same
        if alike := self._alike.get(key(grant)):
            return Change.CHANGED, alike
        return Change.NEW, None


def key(grant: Grant) -> Key:
    """Return what two versions of one grant have in common."""
    return (
        grant.resource_id,
        grant.policy_kind,
        grant.principal_kind,
        grant.principal,
    )
