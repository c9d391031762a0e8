"""An account that left the organization still gets in."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import comes_from_elsewhere


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which former account still gets in."""
    account = grant.principal.account_id
    if account not in circumstances.zone.former_accounts or grant.is_blocked:
        return None
    return {"account": account} if comes_from_elsewhere(grant) else None


RULE = register(
    Rule(
        id="left-organization",
        severity=Severity.HIGH,
        title={"en": "Left the organization", "ja": "組織を離れた"},
        sentence={
            "en": "Account {account} left the organization and still gets in.",
            "ja": "アカウント {account} は組織を離れましたが、まだ入れます。",
        },
        fix={
            "en": "Remove it, or agree with its new owner why it stays.",
            "ja": "削除するか、残す理由を新しい持ち主と取り決めます。",
        },
        reference="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave-as-member.html",
        check=check,
    )
)
