"""A whole foreign account is trusted where one role of it would do.

Or a whole foreign organization, or an account by its canonical user ID.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Severity, Verdict
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import requires

WHOLE = frozenset(
    {
        PrincipalKind.ACCOUNT,
        PrincipalKind.CANONICAL,
        PrincipalKind.ORGANIZATION,
        PrincipalKind.UNIT,
    }
)


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which account or organization is trusted whole."""
    if grant.verdict is not Verdict.EXTERNAL or grant.is_blocked:
        return None
    if grant.policy_kind is PolicyKind.SHARE:
        return None  # AWS shares with accounts, and with nothing smaller
    is_whole = grant.principal.kind in WHOLE
    if not is_whole or requires(grant, "aws:PrincipalArn", "aws:userid"):
        return None
    return {"account": grant.principal.account_id or grant.principal.id}


RULE = register(
    Rule(
        id="whole-account",
        severity=Severity.MEDIUM,
        title={"en": "Whole account trusted", "ja": "アカウント全体を信頼"},
        sentence={
            "en": "Third party {account} decides alone which of its people and "
            "programs get in.",
            "ja": "誰に使わせるかを、相手の {account} だけが決められます。",
        },
        fix={
            "en": "Name the role that they use instead of their account or "
            "organization.",
            "ja": "相手のアカウントや組織ではなく、使われるロールを名指しします。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
        check=check,
    )
)
