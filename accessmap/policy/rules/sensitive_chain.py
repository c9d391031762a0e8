"""From outside the sensitive accounts, one role leads on into one of them.

Whoever holds the management, security or log archive account holds everything.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.action import matches
from accessmap.policy.grant import Grant
from accessmap.policy.identity import Allowance, identity
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import crosses_accounts, lets_become

PROBE = "arn:aws:iam::{account}:role/OrganizationAccountAccessRole"


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
        if _leads_into(may.allowed, account) and may.allows("sts:AssumeRole"):
            return {"account": account}
    return None


def _leads_into(allowed: tuple[Allowance, ...], account: str) -> bool:
    for each in allowed:
        if not each.covers("sts:AssumeRole"):
            continue
        for resource in each.resources:
            is_any = matches(resource, PROBE.format(account=account))
            if is_any or f"::{account}:role/" in resource:
                return True
    return False


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
