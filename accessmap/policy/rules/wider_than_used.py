"""More may become the role than ever did.

Only where it is known who used it, from all of the event history, in every region; else
the rule is silent.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind, Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import lets_become

WIDE = frozenset(
    {
        PrincipalKind.PUBLIC,
        PrincipalKind.ACCOUNT,
        PrincipalKind.ORGANIZATION,
        PrincipalKind.UNIT,
    }
)
FEW = 5


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say who alone has used a role that many may become."""
    used_by = circumstances.used_by
    if not used_by or len(used_by) > FEW or grant.principal.kind not in WIDE:
        return None
    if not lets_become(grant):
        return None
    if grant.principal.kind is PrincipalKind.ACCOUNT:
        mark = f"::{grant.principal.account_id}:"
        used_by = frozenset(each for each in used_by if mark in each)
    return {"principals": ", ".join(sorted(used_by))} if used_by else None


RULE = register(
    Rule(
        id="wider-than-used",
        severity=Severity.MEDIUM,
        title={"en": "Wider than its use", "ja": "使われ方より広い"},
        sentence={
            "en": "Many may become this role, but only {principals} did.",
            "ja": "多くの相手がこのロールになれますが、実際に使ったのは {principals} "
            "だけです。",
        },
        fix={
            "en": "Name those who use it, and nobody else.",
            "ja": "使っている相手だけを名指しします。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
        check=check,
    )
)
