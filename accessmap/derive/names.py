"""Names for what AWS gives only ids: for every sentence that people read."""

from __future__ import annotations

from accessmap.models import Account, Counterparty
from accessmap.policy.explain import Names


def names() -> Names:
    """Return the names that we know, the operator's own words for outsiders."""
    accounts = dict(
        Counterparty.objects.order_by("pk").values_list("account_id", "name")
    )
    ours = Account.objects.exclude(name="").values_list("account_id", "name")
    return Names(accounts={**accounts, **dict(ours)})
