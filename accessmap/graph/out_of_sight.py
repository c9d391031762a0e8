"""Which grants are only known as they were: the newest crawl does not tell of them.

They are kept, as losing permission must never look like losing access; but whoever
counts or lists what works, or what is closed, has to tell them apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from accessmap.batches import batched
from accessmap.graph.generation import mark
from accessmap.graph.kept import as_json, kept, read_json
from accessmap.graph.remembered import remembered
from accessmap.graph.sight import EVERYWHERE, Sight, wide
from accessmap.models import Account, Derivation, Gap, Grant, Resource
from accessmap.models.grant import GrantQuerySet
from accessmap.models.newest import Newest

Place = tuple[str, str, str]  # account, collector, region
Kind = tuple[str, bool]  # verdict, whether something blocks it
MOST_DATES = 8


@dataclass(frozen=True, slots=True)
class OutOfSight:
    """What the newest word about each place leaves open; with ``at``, as of then."""

    at: datetime | None = None
    left: Mapping[str, datetime] = field(default_factory=dict)  # account → when
    places: frozenset[Place] = frozenset()  # where resources are, and nobody looked
    missed: frozenset[Place] = frozenset()  # account, collector, ARN or name
    missing: tuple[int, ...] = ()  # the rows of coverage that these gaps are of
    # A grant → the crawl that missed it first, and was not believed.
    held: Mapping[int, int] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it, but for the moment."""
        return {
            "left": {account: on.isoformat() for account, on in self.left.items()},
            "places": sorted(self.places),
            "missed": sorted(self.missed),
            "missing": self.missing,
            "held": self.held,
        }

    def has(self, row: Grant) -> bool:
        """Say whether nobody can tell what ``row`` is now; what has ended is told."""
        place = _place(row)
        is_over = row.ended_at and (self.at is None or row.ended_at <= self.at)
        return not is_over and (
            self._hides(place)
            or row.pk in self.held
            or self._misses(place, row.resource)
        )

    def among(self, grants: GrantQuerySet) -> Counter[Kind]:
        """Count those of ``grants`` that are only known as they were."""
        if not (self.left or self.places or self.missed or self.held):
            return Counter()
        gone = Q(ended_at__lte=self.at) if self.at else Q(ended_at__isnull=False)
        standing = grants.order_by().exclude(gone)
        return self._of_places(standing) + self._one_by_one(standing)

    def _hides(self, place: Place) -> bool:
        return place[0] in self.left or place in self.places

    def _misses(self, place: Place, of: Resource) -> bool:
        account, collector, _region = place
        names = {
            (owner, collector, name)
            for owner in (account, EVERYWHERE)
            for name in (of.arn, of.name)
        }
        return not self.missed.isdisjoint(names)

    def _of_places(self, standing: GrantQuerySet) -> Counter[Kind]:
        accounts = {*self.left, *(account for account, *_rest in self.places)}
        found: Counter[Kind] = Counter()
        for part in batched(sorted(accounts)):
            rows = standing.filter(resource__account_id__in=part).values_list(
                "resource__account_id",
                "resource__collector",
                "resource__region",
                "verdict",
                "is_blocked",
            )
            for *place, verdict, is_blocked, count in rows.annotate(Count("pk")):
                if self._hides((place[0], place[1], place[2])):
                    found[verdict, is_blocked] += count
        return found

    def _one_by_one(self, standing: GrantQuerySet) -> Counter[Kind]:
        """Count what is missing by itself, in places that were read."""
        rows = standing.select_related("resource").only(
            "verdict", "is_blocked", "ended_at", *OF_RESOURCE
        )
        alone: dict[int, Grant] = {}
        for part in batched(self.missing):
            named = Gap.objects.filter(coverage__in=part).values("arn")
            among = Q(resource__arn__in=named)
            if not all(name.startswith("arn:") for *_place, name in self.missed):
                among |= Q(resource__name__in=named)
            alone |= {row.pk: row for row in rows.filter(among) if self.has(row)}
        for keys in batched(sorted(self.held)):
            alone |= {row.pk: row for row in rows.filter(pk__in=keys)}
        return Counter(
            (row.verdict, row.is_blocked)
            for row in alone.values()
            if not self._hides(_place(row))
        )


OF_RESOURCE = tuple(
    f"resource__{each}" for each in ("arn", "name", "account_id", "collector", "region")
)


def _place(row: Grant) -> Place:
    of = row.resource
    return (of.account_id, of.collector, of.region)


def out_of_sight(at: datetime | None = None) -> OutOfSight:
    """Return what is only known as it was, now or ``at``; once in each generation.

    A page asks several times of one date, and of few dates one after the other.
    """
    if at is None:
        return remembered("out of sight", _kept)
    by_date: dict[datetime, OutOfSight] = remembered("out of sight then", dict)
    if (found := by_date.get(at)) is None:
        found = _kept(at)
        if len(by_date) >= MOST_DATES:
            by_date.clear()
        by_date[at] = found
    return found


def _kept(at: datetime | None = None) -> OutOfSight:
    """Return what one process found, for all: to look at every place takes seconds."""
    name = f"unseen-{mark('unseen', at)}"
    told = read_json(kept(name, lambda: as_json(_look(at).plain())))
    return OutOfSight(
        at,
        {account: datetime.fromisoformat(on) for account, on in told["left"].items()},
        frozenset((account, of, place) for account, of, place in told["places"]),
        frozenset((account, of, name) for account, of, name in told["missed"]),
        tuple(told["missing"]),
        {int(pk): crawl for pk, crawl in told["held"].items()},
    )


def _look(at: datetime | None = None) -> OutOfSight:
    former = Account.objects.filter(left_at__isnull=False)
    if at is not None:
        former = former.filter(left_at__lte=at)
    known = former.values_list("account_id", "left_at")
    left = {account: when for account, when in known if when}
    every = Resource.objects.order_by().exclude(account_id__in=left)
    places: dict[str, list[Place]] = defaultdict(list)
    for place in every.values_list("account_id", "collector", "region").distinct():
        places[place[0]].append(place)
    gaps = Newest(at).rows.filter(gap_count__gt=0).order_by()
    missed = Gap.objects.filter(coverage__in=gaps).order_by()
    told = missed.values_list(
        "coverage__account_id", "coverage__collector", "arn", "coverage_id"
    )
    names, rows = set(), set()
    for account, collector, arn, coverage in told:
        names.add((EVERYWHERE if collector in wide() else account, collector, arn))
        rows.add(coverage)
    return OutOfSight(
        at,
        left,
        frozenset(_unread(places, at)),
        frozenset(names),
        tuple(sorted(rows)),
        _held() if at is None else {},
    )


def _unread(
    places: Mapping[str, Sequence[Place]], at: datetime | None
) -> Iterator[Place]:
    """Yield the places that were not read: what is, of thousands, fills the memory."""
    for part in batched(sorted(places)):
        sight = Sight(at, frozenset(part))
        for account_id in part:
            yield from (e for e in places[account_id] if not sight.tells_of(*e))


def _held() -> dict[int, int]:
    """Return what is missing now, and not believed gone; of then it is not kept."""
    rows = Derivation.objects.exclude(held={}).values_list("held", flat=True)
    return {int(pk): crawl for held in rows for pk, crawl in held.items()}
