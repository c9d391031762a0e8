"""Somebody from elsewhere may come in, and no trail keeps what they do.

Only where every region was looked into and no trail is on; else the rule is silent.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import comes_from_elsewhere, lets_become


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say in which account nothing is kept."""
    if circumstances.is_logged is not False:
        return None
    if not (lets_become(grant) and comes_from_elsewhere(grant)):
        return None
    return {}


RULE = register(
    Rule(
        id="no-trail",
        severity=Severity.MEDIUM,
        title={"en": "Not logged", "ja": "記録なし"},
        sentence={
            "en": "No CloudTrail trail keeps what is changed in this account: what "
            "is done by this role is forgotten after 90 days.",
            "ja": "このアカウントでの変更を記録する CloudTrail の証跡がないため、この"
            "ロールでの操作は90日後に失われます。",
        },
        fix={
            "en": "Let the organization's trail cover the account, or make one.",
            "ja": "組織の証跡をこのアカウントにも適用するか、証跡を作成します。",
        },
        reference="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html",
        check=check,
    )
)
