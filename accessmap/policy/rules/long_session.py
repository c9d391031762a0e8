"""Whoever becomes the role keeps it for more than four hours at a time."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import comes_from_elsewhere, lets_become

LONGEST = 4 * 3600


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say for how many hours a session may last."""
    longest = circumstances.max_session_seconds
    if longest is None or longest <= LONGEST or not lets_become(grant):
        return None
    if not comes_from_elsewhere(grant):
        return None
    return {"hours": f"{longest / 3600:g}"}


RULE = register(
    Rule(
        id="long-session",
        severity=Severity.LOW,
        title={"en": "Long session", "ja": "長いセッション"},
        sentence={
            "en": "A session lasts up to {hours} hours, and revoking the role does "
            "not end those that run.",
            "ja": "セッションは最長{hours}時間続き、"
            "取り消しても使用中のものは終わりません。",
        },
        fix={
            "en": "Set the role's maximum session to four hours or less.",
            "ja": "ロールの最大セッション時間を4時間以下にします。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html",
        check=check,
    )
)
