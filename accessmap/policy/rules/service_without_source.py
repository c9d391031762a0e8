"""An AWS service may use the resource, and the policy does not say for whom.

A role is left out. A service takes one only where somebody hands it over, by
iam:PassRole, and a role can be handed over within its own account only: no stranger
can turn the service against it. And many services (EC2 is
one) send no source when they become a role, so that the fix would lock them out.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.explain.nouns import service_name
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind, Severity, SourceZone, Verdict
from accessmap.policy.rule import Circumstances, Rule, register

UNSAID = frozenset({SourceZone.ANY, SourceZone.UNKNOWN, None})


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which service may act for we cannot tell whom."""
    if grant.verdict is not Verdict.SERVICE or grant.is_blocked:
        return None
    if grant.policy_kind is PolicyKind.TRUST or grant.source_zone not in UNSAID:
        return None
    if grant.principal.id.startswith("arn:"):
        return None  # one distribution's own identity, not a whole service
    return {"service": service_name(grant.principal.id)}


RULE = register(
    Rule(
        id="service-without-source",
        severity=Severity.MEDIUM,
        title={"en": "No source account", "ja": "依頼元の指定なし"},
        sentence={
            "en": "{service} may use it for any AWS account, because the policy "
            "names no source account.",
            "ja": "ポリシーが依頼元のアカウントを挙げていないため、{service} はどの "
            "AWS アカウントのためにでもこれを使えます。",
        },
        fix={
            "en": "Ask for aws:SourceAccount or aws:SourceOrgID, and aws:SourceArn "
            "where one resource is meant.",
            "ja": "aws:SourceAccount か aws:SourceOrgID を条件にし、対象が一つなら "
            "aws:SourceArn も加えます。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        check=check,
    )
)
