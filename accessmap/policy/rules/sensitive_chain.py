"""From outside the sensitive accounts, one role leads on into one of them.

Whoever holds the management, security or log archive account holds everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from accessmap.policy.glob import PART_ANY, PART_STAR, blurred, compiled, overlap
from accessmap.policy.grant import Grant
from accessmap.policy.identity import Allowance, identity
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import crosses_accounts, lets_become

OWN_ACCOUNT = re.compile(r"\$\{aws:PrincipalAccount\}", re.IGNORECASE)


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say into which sensitive account it leads, here or one step further."""
    sensitive = circumstances.sensitive_accounts
    if not lets_become(grant) or not crosses_accounts(grant):
        return None
    if grant.principal.account_id in sensitive:
        return None
    if grant.resource_account in sensitive:
        return {"account": grant.resource_account}
    may = identity(circumstances.identity_documents)
    for account in sorted(sensitive):
        is_way = _leads_into(may.allowed, account, role=grant.resource)
        if is_way and may.allows("sts:AssumeRole"):
            return {"account": account}
    return None


def _leads_into(allowed: tuple[Allowance, ...], account: str, *, role: str) -> bool:
    _arn, partition, _service, _region, home, *_ = [*role.split(":"), *5 * [""]]
    return any(
        _has_a_role(OWN_ACCOUNT.sub(home, resource), partition or "aws", account)
        for each in allowed
        if each.covers("sts:AssumeRole")
        for resource in each.resources
    )


@lru_cache(maxsize=4096)
def _has_a_role(resource: str, partition: str, account: str) -> bool:
    """Say whether the pattern stands for some role of the account.

    One cannot become a role of another partition, and no role's name has a colon.
    """
    pattern = compiled(blurred(resource, ()))
    roles = [*f"arn:{partition}:iam::{account}:role/", PART_ANY, PART_STAR]
    return pattern is not None and overlap(pattern.tokens(), roles)


RULE = register(
    Rule(
        id="sensitive-chain",
        severity=Severity.HIGH,
        title={"en": "Leads to a sensitive account", "ja": "重要アカウントに続く"},
        sentence={
            "en": "By this role people outside reach roles in account {account}, on "
            "which the others depend.",
            "ja": "このロールから、ほかが頼るアカウント {account} "
            "のロールにたどり着けます。",
        },
        fix={
            "en": "Let only named roles of the sensitive accounts themselves come "
            "this way.",
            "ja": "重要アカウント自身の、名指ししたロールだけに限ります。",
        },
        reference="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html",
        check=check,
    )
)
