"""The roles of an account that let another account in: those worth asking more about.

AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from accessmap.aws.collector import Where, pages
from accessmap.policy.derive import derive
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from accessmap.policy.traits import crosses_accounts
from accessmap.policy.zone import ZoneOfTrust

# Without an organization every other account is outside: which is all that is asked.
NOBODY_IS_INSIDE = ZoneOfTrust()


def crossing_roles(client: Any, where: Where) -> list[Mapping[str, Any]]:
    """Return the roles that let others in, as ListRoles tells them."""
    roles = pages(client, "list_roles", "Roles", PaginationConfig={"PageSize": 1000})
    return [each for each in roles if lets_others_in(each, where)]


def lets_others_in(role: Mapping[str, Any], where: Where) -> bool:
    """Say whether another account gets in; where that is unknown it may."""
    trust = unquote(role["AssumeRolePolicyDocument"])
    subject = Subject(
        role["Arn"], "AWS::IAM::Role", where.account_id, PolicyKind.TRUST, trust
    )
    told = derive(subject, NOBODY_IS_INSIDE)
    return bool(told.errors) or any(map(crosses_accounts, told.grants))
