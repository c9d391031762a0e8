"""The policy still names a user or role that was deleted.

Nobody gets in by it. It is shown on the other grants of the same document, also where
those are blocked, because it is the document that wants tidying.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say which deleted principals the document names."""
    stale = circumstances.stale_principals
    return {"ids": ", ".join(sorted(stale))} if stale else None


RULE = register(
    Rule(
        id="deleted-principal",
        severity=Severity.LOW,
        title={"en": "Names someone deleted", "ja": "削除済みの相手"},
        sentence={
            "en": "The same policy still names {ids}, which was deleted: nobody can "
            "get in by it.",
            "ja": "同じポリシーに、削除された {ids} が残っています。"
            "これで入れる人はいません。",
        },
        fix={
            "en": "Take the id out of the policy; it means nothing any more.",
            "ja": "ポリシーからその ID を取り除きます。もう意味を持ちません。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles",
        check=check,
    )
)
