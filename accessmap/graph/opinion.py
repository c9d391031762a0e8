"""What IAM Access Analyzer thinks of a grant, beside what we think.

It reports who is outside *its* zone of trust, the organization or the account. RESOLVED
is no proof of removal: AWS sets it on AccessDenied too.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-error-findings.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from accessmap.models import Coverage, Finding, Grant
from accessmap.policy.kinds import Zone

ANALYZER = "accessanalyzer"  # the service of its coverage


class Stance(StrEnum):
    """How AWS's word and ours lie to each other."""

    AGREES = "agrees"
    ARCHIVED = "archived"  # reported, and somebody there set it aside
    SILENT = "silent"  # read completely, and does not report it
    OUT_OF_SCOPE = "out-of-scope"  # inside its zone of trust
    NOT_READ = "not-read"  # or there is no analyzer


@dataclass(frozen=True, slots=True)
class Opinion:
    """What AWS says about one grant."""

    stance: Stance
    findings: tuple[Finding, ...] = ()


def opinion(row: Grant) -> Opinion:
    """Return what Access Analyzer says about ``row``."""
    if row.zone in {Zone.ORGANIZATION, Zone.SAME_ACCOUNT, Zone.SERVICE}:
        return Opinion(Stance.OUT_OF_SCOPE)
    about = [
        each
        for each in Finding.objects.filter(resource_arn=row.resource.arn)
        if _is_about(each, row)
    ]
    for status, stance in (
        ("ACTIVE", Stance.AGREES),
        ("ARCHIVED", Stance.ARCHIVED),
    ):
        if found := tuple(each for each in about if each.status == status):
            return Opinion(stance, found)
    return Opinion(Stance.SILENT if _was_asked(row) else Stance.NOT_READ)


def _is_about(finding: Finding, row: Grant) -> bool:
    if row.zone == Zone.PUBLIC:
        return finding.is_public
    named = json.dumps(finding.principal)
    return row.principal in named or bool(
        row.principal_account and row.principal_account in named
    )


def _was_asked(row: Grant) -> bool:
    """Say whether silence means anything: an analyzer is there, and was read."""
    account_id = row.resource.account_id
    if not Finding.objects.filter(account_id=account_id).exists():
        return False
    newest = Coverage.objects.filter(account_id=account_id, service=ANALYZER)
    last = newest.order_by("-pk").first()
    return last is not None and last.is_complete
