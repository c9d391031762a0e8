"""Keep who became which role. Readings overlap, so a day's larger number counts."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.aws.collector import Use
from accessmap.crawl.look import Reading
from accessmap.models import Crawl, RoleUse

LONGEST = 640


def store_uses(crawl: Crawl, reading: Reading) -> None:
    """Add what was read to what is known; nothing is ever taken away."""
    if not reading.uses:
        return
    place = {"account_id": reading.where.account_id, "region": reading.where.region}
    known = {
        (row.role_arn, row.caller, row.event): row
        for row in RoleUse.objects.filter(**place)
    }
    new, changed = [], []
    for use in reading.uses:
        key = (use.role_arn[:LONGEST], use.caller[:LONGEST], use.event)
        row = known.get(key)
        if row is None:
            new.append(_row(crawl, use, key, place))
        elif (days := larger(row.days, use.days)) != row.days:
            row.days = days
            row.first_at = min(row.first_at, use.first_at)
            row.last_at = max(row.last_at, use.last_at)
            changed.append(row)
    RoleUse.objects.bulk_create(new, batch_size=100)
    RoleUse.objects.bulk_update(changed, ["days", "first_at", "last_at"], batch_size=50)


def larger(known: Mapping[str, int], read: Mapping[str, int]) -> dict[str, int]:
    """Return the larger number of each day: a day read half never shrinks it."""
    return {
        day: max(known.get(day, 0), read.get(day, 0)) for day in sorted({*known, *read})
    }


def _row(
    crawl: Crawl, use: Use, key: tuple[str, str, str], place: Mapping[str, str]
) -> RoleUse:
    role_arn, caller, event = key
    return RoleUse(
        role_arn=role_arn,
        caller=caller,
        event=event,
        caller_account=use.caller_account,
        days=dict(use.days),
        first_at=use.first_at,
        last_at=use.last_at,
        began_crawl=crawl,
        **place,
    )
