"""Whom accounts name as their contacts: addresses, the likeliest owner first."""

from __future__ import annotations

from accessmap.models import Resource


def contacts() -> dict[str, dict[str, str]]:
    """Return account → operations, security → address, as AWS was told it."""
    rows = Resource.objects.filter(
        resource_type="AWS::Account::AlternateContact", ended_at=None
    )
    found: dict[str, dict[str, str]] = {}
    for account_id, facts in rows.order_by("arn").values_list("account_id", "facts"):
        found.setdefault(account_id, {})[facts["kind"].lower()] = facts["email"]
    return found
