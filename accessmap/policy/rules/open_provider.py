"""An identity provider that serves the whole world is let in, whoever signs in there.

GitHub, GitLab, Google and their like sign for anyone: only the subject, or a claim like
it (``accessmap/policy/issuer.py`` has them), says who. A branch, an environment or an
event is anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.explain.nouns import provider_name
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import FederatedScope, Severity, Verdict
from accessmap.policy.rule import Circumstances, Rule, register


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which provider's people all get in."""
    if grant.verdict is not Verdict.FEDERATED or grant.is_blocked:
        return None
    is_saml = ":saml-provider/" in grant.principal.id
    if is_saml or grant.federated_scope is not FederatedScope.ANY:
        return None
    return {"provider": provider_name(grant.principal.id)}


RULE = register(
    Rule(
        id="open-provider",
        severity=Severity.HIGH,
        title={"en": "Any subject", "ja": "サブジェクトの指定なし"},
        sentence={
            "en": "Everyone for whom {provider} signs gets in, because nothing that "
            "is asked for tells whose the token is.",
            "ja": "求めている条件では誰のトークンか分からないため、{provider} "
            "が認める相手は誰でも入れます。",
        },
        fix={
            "en": "Ask for the token's sub, with the owner's whole name: down to the "
            "repository and branch, or the pool and person. A branch or an environment "
            "alone is anybody's.",
            "ja": "トークンの sub を、所有者の名前全体を含めて、リポジトリとブランチ、"
            "またはプールと人まで絞って求めます。"
            "ブランチや環境だけでは、誰のものにも当てはまります。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
        check=check,
    )
)
