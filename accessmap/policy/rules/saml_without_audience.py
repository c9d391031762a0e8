"""A SAML sign-in is taken although it was not meant for AWS."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity, Verdict
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import lets_become, requires


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say whether the audience goes unasked."""
    if grant.verdict is not Verdict.FEDERATED or not lets_become(grant):
        return None
    if ":saml-provider/" not in grant.principal.id or requires(grant, "SAML:aud"):
        return None
    return {}


RULE = register(
    Rule(
        id="saml-without-audience",
        severity=Severity.MEDIUM,
        title={"en": "No SAML audience", "ja": "SAML の宛先なし"},
        sentence={
            "en": "A sign-in that the provider made for another service is taken "
            "here too.",
            "ja": "プロバイダーがほかのサービス向けに行ったサインインも通ります。",
        },
        fix={
            "en": "Ask for SAML:aud, which is https://signin.aws.amazon.com/saml.",
            "ja": "SAML:aud が https://signin.aws.amazon.com/saml "
            "であることを求めます。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html",
        check=check,
    )
)
