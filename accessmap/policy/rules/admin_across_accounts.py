"""Somebody of another account may change permissions here, or do anything.

For a role its identity policies tell: all of AWS, or whatever changes who may do what.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.identity import identity
from accessmap.policy.kinds import AccessLevel, PolicyKind, Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import crosses_accounts, lets_become, levels

MAKES_ADMINS = ("iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:CreatePolicyVersion")


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say whether it reaches permissions management across accounts."""
    if grant.is_blocked or not crosses_accounts(grant):
        return None
    if grant.policy_kind is not PolicyKind.TRUST:
        return {} if AccessLevel.PERMISSIONS in levels(grant) else None
    if not lets_become(grant):
        return None
    may = identity(circumstances.identity_documents)
    is_admin = may.is_admin or all(may.allows(each) for each in MAKES_ADMINS)
    return {} if is_admin else None


RULE = register(
    Rule(
        id="admin-across-accounts",
        severity=Severity.HIGH,
        title={
            "en": "Administrator from another account",
            "ja": "別のアカウントからの管理者権限",
        },
        sentence={
            "en": "Another account may change here who may do what.",
            "ja": "別のアカウントから、ここのアクセス権を変えられます。",
        },
        fix={
            "en": "Leave out permissions management, or give it to a role of this "
            "account.",
            "ja": "アクセス権の管理を外すか、このアカウントのロールに任せます。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
        check=check,
    )
)
