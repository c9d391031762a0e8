"""What still lets somebody in where one grant is gone: the other ways that remain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accessmap.models import Account, Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.policy import grant as engine
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.overlap import includes, is_within, overlaps
from reviews.lifecycle import KEPT, ItemState, Reduction
from reviews.models import ReviewItem
from reviews.reduced import is_reduced

ABOVE_ACCOUNTS = (
    PrincipalKind.PUBLIC,
    PrincipalKind.ORGANIZATION,
    PrincipalKind.UNIT,
)
MOST_TOLD = 3  # ways, and actions of each, that a reason names


@dataclass
class Remaining:
    """What the same principal, or a wider one, is granted on the same resource."""

    # They say what was to go word for word: only what stands around them differs.
    same: list[Grant] = field(default_factory=list)
    # They let in to what was to go, or to a part of it.
    ways: list[Grant] = field(default_factory=list)
    # Such parts that the same review decided to keep, or that are reduced as promised.
    kept: list[Grant] = field(default_factory=list)
    apart: int = 0  # grants that let in to something else
    is_whole: bool = False  # one of the ways lets in to all of it

    @property
    def count(self) -> int:
        """How many there are, of every kind."""
        return len(self.same) + len(self.ways) + len(self.kept) + self.apart


def remaining(item: ReviewItem, held: GrantQuerySet) -> Remaining:
    """Return which of the ``held`` grants are a way round the promise of ``item``."""
    gone, found = item.grant.value, Remaining()
    decided, to = _decided(item), _reduced_to(item)
    for row in _of_whom(item, held):
        way = row.value
        if not overlaps(way, gone):
            found.apart += row.principal == item.grant.principal
        elif _says_the_same(way, gone):
            found.same.append(row)
        elif is_within(gone, way):
            found.ways.append(row)
            found.is_whole = True
        elif row.fingerprint in decided or (to and is_reduced(way, gone, to)):
            found.kept.append(row)
        else:
            found.ways.append(row)
    return found


def fingerprints(rows: Sequence[Grant]) -> tuple[str, ...]:
    """Return how each is told apart in the evidence."""
    return tuple(row.fingerprint for row in rows)


def named(ways: Sequence[Grant]) -> dict[str, Any]:
    """Return whom each way lets in, and to what, in a few words; how many are left."""
    names = [f"{way.principal} ({_acts(way.value)})" for way in ways[:MOST_TOLD]]
    return {"names": names, "more": max(len(ways) - MOST_TOLD, 0)}


def _acts(way: engine.Grant) -> str:
    more = ["…"] if len(way.actions) > MOST_TOLD else []
    return ", ".join([*way.actions[:MOST_TOLD], *more])


def _says_the_same(one: engine.Grant, other: engine.Grant) -> bool:
    """Say so of what stands in the policy: its zone, blockers and verdict do not."""
    return (
        one.policy_kind is other.policy_kind
        and one.principal[:2] == other.principal[:2]
        and set(one.actions) == set(other.actions)
        and set(one.objects) == set(other.objects)
        and set(one.conditions) == set(other.conditions)
    )


def _of_whom(item: ReviewItem, held: GrantQuerySet) -> Iterable[Grant]:
    """Yield the other grants on the resource that are for the principal too."""
    grant, who = item.grant, item.grant.value.principal
    wanted = Q(principal=grant.principal) | Q(principal_kind__in=ABOVE_ACCOUNTS)
    if who.account_id:
        wanted |= Q(principal_account=who.account_id)
    rows = held.filter(wanted, resource_id=grant.resource_id)
    above = _above(who.account_id)
    for row in rows.exclude(fingerprint=item.fingerprint).order_by("pk"):
        if includes(row.value.principal, who, above):
            yield row


def _above(account_id: str) -> list[str]:
    """Return the organization and the unit that an account is in, as paths."""
    if not account_id:
        return []
    account = Account.objects.present().filter(account_id=account_id)
    found = account.select_related("unit").first()
    if found is None:
        return []
    unit = [found.unit.path] if found.unit else []
    return [each for each in (found.organization_id, *unit) if each]


def _reduced_to(item: ReviewItem) -> Reduction | None:
    if item.state != ItemState.REDUCED:
        return None
    return Reduction(item.effective.reduce_to)


def _decided(item: ReviewItem) -> set[str]:
    """Return the grants on the resource that the same review decided to keep.

    Both sides of them, where two were asked.
    """
    beside = ReviewItem.objects.filter(
        campaign=item.campaign_id, grant__resource=item.grant.resource_id
    )
    states: dict[str, set[ItemState]] = {}
    for fingerprint, state in beside.values_list("fingerprint", "state"):
        states.setdefault(fingerprint, set()).add(ItemState(state))
    is_kept = KEPT - {ItemState.AWAITING}
    return {each for each, found in states.items() if found <= is_kept}
