"""Nobody has become the role for a year or longer."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import lets_become
from accessmap.policy.use import unused_since

LEAST = 365


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say since when nobody has used the role."""
    if not lets_become(grant):
        return None
    return unused_since(circumstances, least=LEAST)


RULE = register(
    Rule(
        id="unused-365-days",
        severity=Severity.MEDIUM,
        title={"en": "Unused for a year", "ja": "1年間 未使用"},
        sentence={
            "en": "Nobody has become this role since {since}, "
            "as far as AWS remembers: 400 days.",
            "ja": "このロールは{since}以降使われていません"
            "（AWSに残る記録は400日分です）。",
        },
        fix={
            "en": "Remove it: a year covers every yearly task.",
            "ja": "削除します。年に一度の作業でも、1年あれば使われています。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html",
        check=check,
    )
)
