"""Derive everything again, after the engine or the zone of trust has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accessmap.derive.grants import Derived, derive_account
from accessmap.models import Crawl, Resource


def rederive(account_ids: Sequence[str] = ()) -> Iterator[tuple[str, Derived]]:
    """Yield what changed, account by account; all accounts unless some are named.

    Nothing is read from AWS: the newest finished crawl says what was read completely.
    """
    crawl = Crawl.objects.finished().first()
    if crawl is None:
        return
    known = Resource.objects.order_by("account_id").values_list("account_id", flat=True)
    for account_id in known.distinct():
        if not account_ids or account_id in account_ids:
            yield account_id, derive_account(crawl, account_id, anew=True)
