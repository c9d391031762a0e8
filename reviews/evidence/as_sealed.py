"""Hold what a seal keeps against the rows that it was read from.

A bundle made again takes its terms, exceptions, overrides, sign-offs and coverage from
the seal, so that it is the same bytes; whoever changed those rows would not be found by
making it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from accessmap.ledger.check import Fault
from reviews.evidence.frozen import Frozen, freeze
from reviews.models import Campaign, Seal

# What may change by itself: people's and accounts' names, roles, our own words, the
# clock of a schedule, and that something came back.
MAY_CHANGE = frozenset({"name", "role"})
OURS = frozenset(
    {"controls", "format", "keep_years", "removal_rule", "state", "time_zone", "tool"}
)
# Rows are only added: after the seal, an exception of what came back.
LISTS = {
    "exceptions": "exceptions",
    "overrides": "overrides",
    "signoff": "statements",
}


def unsealed(campaign: Campaign) -> Iterator[Fault]:
    """Yield each row of a sealed campaign that is not what the seal keeps of it."""
    seal = Seal.objects.filter(campaign=campaign).first()
    if seal is None:
        return
    then, now = cast("Frozen", seal.frozen), freeze(campaign)
    place = f"seal of campaign {campaign.pk}"
    for what in (*_terms(then, now), *_lists(then, now), *_coverage(then, now)):
        yield Fault(place, f"{what} is not as it was sealed")


def _terms(then: Frozen, now: Frozen) -> Iterator[str]:
    before, after = then["campaign"], now["campaign"]
    for name in sorted(before.keys() - OURS):
        if _lasting(before[name]) != _lasting(after.get(name)):
            yield f"campaign: {name}"
    if before["definition"] != after["definition"]:  # its name is one that lasts
        yield "campaign: definition"


def _lists(then: Frozen, now: Frozen) -> Iterator[str]:
    for part, rows in LISTS.items():
        before, after = cast("Any", then)[part][rows], cast("Any", now)[part][rows]
        for number in _rows(before, after):
            yield f"{part} {number}"


def _coverage(then: Frozen, now: Frozen) -> Iterator[str]:
    before = dict(cast("Any", then["coverage"]))
    after = dict(cast("Any", now["coverage"]))
    # That no crawl looked at an account follows from ``accounts``; older seals lack it.
    for told in (before, after):
        told["not_covered"] = [
            each for each in told["not_covered"] if each["outcome"] != "not-looked"
        ]
    for name in ("accounts", "scopes", "not_covered"):
        for number in _rows(before[name], after[name]):
            yield f"coverage: {name} {number}"
        if len(after[name]) > len(before[name]):
            yield f"coverage: {name} {len(before[name]) + 1}"
    for name in ("limitation", "limitation_by", "limitation_at"):
        if _lasting(before[name]) != _lasting(after[name]):
            yield f"coverage: {name}"


def _rows(then: Any, now: Any) -> Iterator[int]:
    """Yield the number of each row that differs or lacks, counted from 1."""
    before: Sequence[Any] = [_lasting(each) for each in then]
    after: Sequence[Any] = [_lasting(each) for each in now]
    for number, row in enumerate(before, start=1):
        if number > len(after) or after[number - 1] != row:
            yield number


def _lasting(value: Any) -> Any:
    """Return what is not to change of a part."""
    if isinstance(value, dict):
        return {
            name: _lasting(each)
            for name, each in value.items()
            if name not in MAY_CHANGE
        }
    return [_lasting(each) for each in value] if isinstance(value, list) else value
