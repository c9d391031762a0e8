"""Two moments compared: what was added, removed or changed, and what nobody can tell.

Grants never change: an edited policy ends one and begins another. So what says
something else between the same two, in the same policy, is told as one change; the two
are the resource and the principal, or else the account that the principal is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.graph.pairs import COLUMNS, Row, paired
from accessmap.graph.sight import Sight, where_unsure
from accessmap.models import Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.verdicts import RANK


class Change(StrEnum):
    """What became of a grant between two moments; in the order of lists."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    UNKNOWN = "unknown"


SAME = "same"  # what changed not at all, beside the kinds of change


class Doubt(StrEnum):
    """At which of the two moments the place could not be read."""

    NONE = ""
    THEN = "then"
    NOW = "now"


class Changed(NamedTuple):
    """One change. ``before`` and ``after`` are the rows held at each moment."""

    change: Change
    before: Row | None
    after: Row | None
    doubt: Doubt = Doubt.NONE

    @property
    def row(self) -> Row:
        """Return the newer row, or what is left of it."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 (one of the two is always there)
        return found


@dataclass(frozen=True)
class Comparison:
    """The grants of ``wanted`` at two moments, ``then`` and ``now``.

    Of ``kinds`` of change and SAME those are shown; of all, where none is named.
    """

    wanted: GrantFilter
    then: datetime
    now: datetime
    kinds: frozenset[str] = frozenset()

    @property
    def changes(self) -> Sequence[Changed]:
        """Return the changes that are shown, in the order of lists."""
        return [each for each in self.every if self._shows(each)]

    def query(self) -> str:
        """Return filter and kinds as an address has them behind its question mark."""
        asked = {**self.wanted.words(), "change": sorted(self.kinds)}
        return urlencode({k: v for k, v in asked.items() if v}, doseq=True)

    @cached_property
    def every(self) -> Sequence[Changed]:
        """Return every change, in the order of lists: the worst verdict first."""
        order = {each: at for at, each in enumerate(Change)}
        return sorted(
            self._told(),
            key=lambda each: (
                order[each.change],
                RANK.get(each.row.verdict, 0),
                each.row.arn,
                each.row.pk,
            ),
        )

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Return how many there are of each kind of change, none left out."""
        found = Counter(each.change for each in self.every)
        return {each.value: found[each] for each in Change}

    @cached_property
    def same_count(self) -> int:
        """Return how many grants were held and could be read at both moments."""
        unread = sum(
            each.before is not None and each.before == each.after for each in self.every
        )
        return self._at(self.then).on(self.now).count() + len(self._again) - unread

    def grants(self) -> GrantQuerySet:
        """Return what is shown of either moment; of a change, only the newer text."""
        return self._shown(self._either())

    def _shows(self, changed: Changed) -> bool:
        return not self.kinds or changed.change in self.kinds

    def _shown(self, either: GrantQuerySet) -> GrantQuerySet:
        if not self.kinds:
            return either
        if SAME not in self.kinds:
            return either.filter(pk__in=_keys(each.row for each in self.changes))
        hidden = [each.row for each in self.every if not self._shows(each)]
        return either.exclude(pk__in=_keys(hidden))

    def _either(self) -> GrantQuerySet:
        either = Q(first_seen_at__lte=self.then) | Q(ended_at=None)
        either |= Q(ended_at__gt=self.now)
        older = [each.before.pk for each in self.every if each.before and each.after]
        older += [each.pk for each in self._again]
        newer = {each.after.pk for each in self.every if each.after}
        return (
            self._all.filter(either, first_seen_at__lte=self.now)
            .exclude(ended_at__lte=self.then)
            .exclude(pk__in=set(older) - newer)
        )

    @property
    def _all(self) -> GrantQuerySet:
        return matching(replace(self.wanted, state="all", at="", since=""))

    def _at(self, moment: datetime) -> GrantQuerySet:
        return self._all.on(moment)

    @cached_property
    def _ends(self) -> tuple[list[Row], list[Row]]:
        """Return the rows held at only one of the moments: gone, and come."""
        gone = Q(first_seen_at__lte=self.then, ended_at__gt=self.then)
        gone &= Q(ended_at__lte=self.now)
        come = Q(first_seen_at__gt=self.then, first_seen_at__lte=self.now)
        come &= Q(ended_at=None) | Q(ended_at__gt=self.now)
        asked = _rows(self._all.filter(gone | come))
        # The other half of a change may be one that the filter leaves out.
        lines = {each.near for each in asked}
        near = Grant.objects.filter(resource__in={each.resource for each in asked})
        asked_for = {each.pk for each in asked}
        halves = [
            [
                each
                for each in _rows(near.filter(which))
                if each.near in lines or each.pk in asked_for
            ]
            for which in (gone, come)
        ]
        return halves[0], halves[1]

    @cached_property
    def _again(self) -> list[Row]:
        """Return the rows that ended and began again, word for word."""
        gone, come = self._ends
        here = {each.fingerprint for each in come}
        return [each for each in gone if each.fingerprint in here]

    def _told(self) -> Iterator[Changed]:
        gone, come = self._ends
        again = {each.fingerprint for each in self._again}
        asked = set(
            self._all.filter(pk__in=_keys([*gone, *come])).values_list("pk", flat=True)
        )
        pairs = [
            each
            for each in paired(
                [row for row in gone if row.fingerprint not in again],
                [row for row in come if row.fingerprint not in again],
            )
            if asked & {end.pk for end in each if end}
        ]
        unsure = where_unsure(self.now)
        kept = _rows(self._at(self.then).on(self.now).filter(unsure))
        accounts = {row.account_id for pair in pairs for row in pair if row}
        accounts |= {row.account_id for row in kept}
        then, now = Sight(self.then, accounts), Sight(self.now, accounts)
        for before, after in pairs:
            yield _judged(before, after, then, now)
        for row in kept:
            if not _is_seen(row, now):
                yield Changed(Change.UNKNOWN, row, row, Doubt.NOW)


def _rows(grants: GrantQuerySet) -> list[Row]:
    return [Row(*each) for each in grants.order_by("pk").values_list(*COLUMNS)]


def _keys(rows: Iterable[Row]) -> list[int]:
    return [each.pk for each in rows]


def _judged(before: Row | None, after: Row | None, then: Sight, now: Sight) -> Changed:
    row = after or before
    assert row is not None  # noqa: S101 (a pair has one end at least)
    if not _is_seen(row, then):
        return Changed(Change.UNKNOWN, before, after, Doubt.THEN)
    if not _is_seen(row, now):
        return Changed(Change.UNKNOWN, before, after, Doubt.NOW)
    if before and after:
        return Changed(Change.CHANGED, before, after)
    return Changed(Change.ADDED if after else Change.REMOVED, before, after)


def _is_seen(row: Row, sight: Sight) -> bool:
    is_read = sight.tells_of(row.account_id, row.collector, row.region)
    return is_read and not sight.misses(row.arn, row.name)
