"""Anyone at all may use it, and nothing stops them."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity, Verdict
from accessmap.policy.rule import Circumstances, Rule, register


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say whether the whole world is let in."""
    if grant.verdict is not Verdict.PUBLIC or grant.is_blocked:
        return None
    return {}


RULE = register(
    Rule(
        id="public",
        severity=Severity.HIGH,
        title={"en": "Public", "ja": "公開"},
        sentence={
            "en": "Anyone at all gets in, and nobody is asked for a name.",
            "ja": "誰でも入れ、名乗る必要もありません。",
        },
        fix={
            "en": "Name the accounts that need it, or turn on Block Public Access.",
            "ja": "必要とするアカウントを名指しするか、"
            "ブロックパブリックアクセスを有効にします。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html",
        check=check,
    )
)
