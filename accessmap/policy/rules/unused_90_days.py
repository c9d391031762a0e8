"""Nobody has become the role for 90 days or longer."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import lets_become
from accessmap.policy.use import unused_since

LEAST = 90
MOST = 365  # beyond, another rule speaks


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say since when nobody has used the role."""
    if not lets_become(grant):
        return None
    return unused_since(circumstances, least=LEAST, most=MOST)


RULE = register(
    Rule(
        id="unused-90-days",
        severity=Severity.LOW,
        title={"en": "Unused for 90 days", "ja": "90日間 未使用"},
        sentence={
            "en": "Nobody has become this role since {since}.",
            "ja": "このロールは{since}以降使われていません。",
        },
        fix={
            "en": "Ask whether it is still needed; if nobody answers, remove it.",
            "ja": "まだ要るかを尋ね、答えがなければ削除します。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html",
        check=check,
    )
)
