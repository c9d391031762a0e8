"""Somebody looked at a mass disappearance and says that it is true."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accessmap.derive.grants import Derived, derive_account
from accessmap.models import Hold, User


@transaction.atomic
def release_hold(hold: Hold, *, released_by: User | None = None) -> Derived:
    """Let the grants end that ``hold`` has kept, as far as they are still gone.

    A hold on the organization itself (no account) is obeyed by the next crawl.
    """
    Hold.objects.open().filter(account_id=hold.account_id).update(
        released_at=timezone.now(), released_by=released_by
    )
    if not hold.account_id:
        return Derived()
    return derive_account(hold.crawl, hold.account_id)
