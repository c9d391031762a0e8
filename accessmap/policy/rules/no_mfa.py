"""A person may become this role with a password or a key alone.

Only where we can tell that people are meant: an IAM user is named, or an account of
which only users may come. Who signs in through a provider has proved it there, and
programs have no second factor.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.explain.clauses import clause
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind, Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import lets_become, requires

MFA = ("aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge")


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say whether people get in without a second factor."""
    if not lets_become(grant) or not _is_for_people(grant):
        return None
    return None if requires(grant, *MFA) or _has_age(grant) else {}


def _has_age(grant: Grant) -> bool:
    """Say whether the age of the MFA sign-in must be there: it is only with MFA."""
    clauses = map(clause, grant.conditions)
    return any(
        each.key.lower() == "aws:multifactorauthage"
        and each.relation == "present"
        and not each.is_negated
        for each in clauses
    )


def _is_for_people(grant: Grant) -> bool:
    if grant.principal.kind is PrincipalKind.USER:
        return True
    if grant.principal.kind is not PrincipalKind.ACCOUNT:
        return False
    for condition in grant.conditions:
        found = clause(condition)
        if found.is_negated or found.is_loose:
            continue
        if found.topic == "user-name":
            return True
        if found.topic == "principal" and all(":user/" in v for v in found.values):
            return True
        if found.topic == "principal-type" and found.values == ("User",):
            return True
    return False


RULE = register(
    Rule(
        id="no-mfa",
        severity=Severity.MEDIUM,
        title={"en": "No MFA", "ja": "MFA なし"},
        sentence={
            "en": "People become this role with a password or an access key alone.",
            "ja": "パスワードかアクセスキーだけで、このロールになれます。",
        },
        fix={
            "en": "Ask for aws:MultiFactorAuthPresent with Bool, not BoolIfExists.",
            "ja": "BoolIfExists ではなく Bool で aws:MultiFactorAuthPresent "
            "を求めます。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
        check=check,
    )
)
