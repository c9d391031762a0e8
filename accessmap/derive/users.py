"""Who has become the roles of an account, for rules that ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from accessmap.models import Resource, RoleUse
from accessmap.models.history import whole_histories
from accessmap.models.newest import Newest


def users_of_roles(newest: Newest, account_id: str) -> Mapping[str, frozenset[str]]:
    """Return the ARNs of those who became each role, by the role's ARN.

    "Only these did" is said only of an account whose whole history was read; and not of
    a role of which some caller is known by AWS's id alone.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for role, caller in RoleUse.objects.filter(account_id=account_id).values_list(
        "role_arn", "caller"
    ):
        found[role].add(caller)
    if not found or not whole_histories(newest, account_id).get(account_id):
        return {}
    ids = {each for callers in found.values() for each in callers if _is_id(each)}
    arns = dict(
        Resource.objects.exclude(unique_id="")
        .filter(unique_id__in=ids)
        .values_list("unique_id", "arn")
    )
    return {
        role: frozenset(arns.get(each, each) for each in callers)
        for role, callers in found.items()
        if all(not _is_id(each) or each in arns for each in callers)
    }


def _is_id(caller: str) -> bool:
    return not caller.startswith("arn:")
