"""A third party may become this role and proves nothing but its account number.

Without ``sts:ExternalId`` any other customer of that third party can ask it to become
our role on their behalf. Some serve all their customers by one role, some by one user
(Snowflake). A session is one run of a program, so it is no deputy.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind, Severity, Verdict
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import lets_become, requires

DEPUTIES = frozenset(
    {
        PrincipalKind.ACCOUNT,
        PrincipalKind.ROLE,
        PrincipalKind.USER,
        PrincipalKind.ORGANIZATION,
        PrincipalKind.UNIT,
    }
)


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which third party need not give an external ID."""
    if not lets_become(grant) or grant.verdict is not Verdict.EXTERNAL:
        return None
    if grant.principal.kind not in DEPUTIES or requires(grant, "sts:ExternalId"):
        return None
    return {"account": grant.principal.account_id or grant.principal.id}


RULE = register(
    Rule(
        id="confused-deputy",
        severity=Severity.HIGH,
        title={"en": "No external ID", "ja": "外部 ID なし"},
        sentence={
            "en": "Third party {account} may become this role without an external ID, "
            "so another customer of theirs could have it act on us.",
            "ja": "第三者 {account} は外部 ID なしでこのロールになれるため、"
            "同社のほかの顧客に利用されるおそれがあります。",
        },
        fix={
            "en": "Agree on an external ID and ask for it with sts:ExternalId.",
            "ja": "外部 ID を取り決め、sts:ExternalId の条件で求めます。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        check=check,
    )
)
