"""Whom accounts name as their contacts: addresses, the likeliest owner first."""

from __future__ import annotations

from collections.abc import Collection

from accessmap.models import Resource


def contacts(ids: Collection[str] | None = None) -> dict[str, dict[str, str]]:
    """Return account → operations, security → address, as AWS was told it.

    Of all accounts, or of those with these ids.
    """
    rows = Resource.objects.filter(
        resource_type="AWS::Account::AlternateContact", ended_at=None
    )
    if ids is not None:
        rows = rows.filter(account_id__in=ids)
    found: dict[str, dict[str, str]] = {}
    for account_id, facts in rows.order_by("arn").values_list("account_id", "facts"):
        found.setdefault(account_id, {})[facts["kind"].lower()] = facts["email"]
    return found
