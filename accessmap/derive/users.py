"""Who has become the roles of accounts, for rules that ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from accessmap.models import Resource, RoleUse
from accessmap.models.history import whole_histories
from accessmap.models.newest import Newest

Callers = Mapping[str, frozenset[str]]  # by the role's ARN


def users_of_roles(newest: Newest, *account_ids: str) -> Mapping[str, Callers]:
    """Return by account the ARNs of those who became each role.

    "Only these did" is said only of an account whose whole history was read; and not of
    a role of which some caller is known by AWS's id alone.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for account_id, role, caller in RoleUse.objects.filter(
        account_id__in=account_ids
    ).values_list("account_id", "role_arn", "caller"):
        found[account_id, role].add(caller)
    if not found:
        return {}
    whole = whole_histories(newest, *{account_id for account_id, _role in found})
    found = {key: callers for key, callers in found.items() if whole.get(key[0])}
    ids = {each for callers in found.values() for each in callers if _is_id(each)}
    arns = dict(
        Resource.objects.exclude(unique_id="")
        .filter(unique_id__in=ids)
        .values_list("unique_id", "arn")
    )
    users: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for (account_id, role), callers in found.items():
        if all(not _is_id(each) or each in arns for each in callers):
            named = frozenset(arns.get(each, each) for each in callers)
            users[account_id][role] = named
    return users


def _is_id(caller: str) -> bool:
    return not caller.startswith("arn:")
