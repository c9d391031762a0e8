"""Everyone is named, and the condition that narrows them names nobody."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind, Severity, Verdict
from accessmap.policy.rule import Circumstances, Rule, register


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which keys stand between everyone and the resource."""
    if grant.verdict is not Verdict.ANY_ACCOUNT or grant.is_blocked:
        return None
    if grant.principal.kind is not PrincipalKind.PUBLIC:
        return None
    return {"keys": ", ".join(sorted({each.key for each in grant.conditions})) or "?"}


RULE = register(
    Rule(
        id="weak-wildcard",
        severity=Severity.HIGH,
        title={"en": "Only a weak condition", "ja": "弱い条件のみ"},
        sentence={
            "en": "Everyone is let in who meets {keys}, and that says nothing of who "
            "they are.",
            "ja": "{keys} を満たせば誰でも入れますが、それは相手が誰かを示しません。",
        },
        fix={
            "en": "Name the accounts as principals, or ask for aws:PrincipalOrgID.",
            "ja": "アカウントをプリンシパルに挙げるか、aws:PrincipalOrgID "
            "を条件にします。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        check=check,
    )
)
