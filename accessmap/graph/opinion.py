"""What IAM Access Analyzer thinks of a grant, beside what we think.

It reports who is outside *its* zone of trust, the organization or the account. RESOLVED
is no proof of removal: AWS sets it on AccessDenied too.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-error-findings.html
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from accessmap.models import Finding, Grant, Resource
from accessmap.models.newest import Newest
from accessmap.policy.kinds import Zone

COLLECTOR = "access_analyzer"
ANALYZERS = "AWS::AccessAnalyzer::Analyzer"
INSIDE = frozenset({Zone.ORGANIZATION, Zone.SAME_ACCOUNT, Zone.SERVICE})


class Stance(StrEnum):
    """How AWS's word and ours lie to each other."""

    AGREES = "agrees"
    ARCHIVED = "archived"  # reported, and somebody there set it aside
    SILENT = "silent"  # read completely, and does not report it
    OUT_OF_SCOPE = "out-of-scope"  # inside its zone of trust
    NOT_READ = "not-read"  # or there is no analyzer


@dataclass(frozen=True, slots=True)
class Opinion:
    """What AWS says about one grant. ``unused`` are findings that the role is idle."""

    stance: Stance
    findings: tuple[Finding, ...] = ()
    unused: tuple[Finding, ...] = ()


def opinion(row: Grant) -> Opinion:
    """Return what Access Analyzer says about ``row``."""
    found = list(Finding.objects.filter(resource_arn=row.resource.arn))
    unused = tuple(each for each in found if is_unused(each) and _is_active(each))
    about = [each for each in found if _is_about(each, row)]
    for status, stance in (
        ("ACTIVE", Stance.AGREES),
        ("ARCHIVED", Stance.ARCHIVED),
    ):
        if says := tuple(each for each in about if each.status == status):
            return Opinion(stance, says, unused)
    if row.zone in INSIDE:
        return Opinion(Stance.OUT_OF_SCOPE, unused=unused)
    stance = Stance.SILENT if _was_asked(row) else Stance.NOT_READ
    return Opinion(stance, unused=unused)


def is_unused(finding: Finding) -> bool:
    """Say whether it is about what nobody uses, and not about who may come in.

    https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html
    """
    return str(finding.raw.get("findingType", "")).startswith("Unused")


def _is_active(finding: Finding) -> bool:
    return finding.status == "ACTIVE"


def _is_about(finding: Finding, row: Grant) -> bool:
    if is_unused(finding):
        return False
    if row.zone == Zone.PUBLIC:
        return finding.is_public
    named = json.dumps(finding.principal)
    return row.principal in named or bool(
        row.principal_account and row.principal_account in named
    )


def _was_asked(row: Grant) -> bool:
    """Say whether silence means anything: an analyzer is there, and was read.

    One of the organization speaks of all accounts from the account that has it.
    """
    account_id = row.resource.account_id
    analyzers = Resource.objects.filter(resource_type=ANALYZERS, ended_at=None).filter(
        Q(facts__kind="ORGANIZATION") | Q(facts__kind="ACCOUNT", account_id=account_id)
    )
    newest = Newest()
    return any(_is_read(each, newest) for each in analyzers)


def _is_read(analyzer: Resource, newest: Newest) -> bool:
    rows = newest.rows.filter(
        account_id=analyzer.account_id, region=analyzer.region, collector=COLLECTOR
    )
    read = [each.is_complete for each in rows]
    return bool(read) and all(read)


@dataclass(frozen=True, slots=True)
class Lone:
    """An active finding without a grant of ours; ``is_known``: we saw the resource."""

    finding: Finding
    is_known: bool


def only_aws(account_id: str) -> list[Lone]:
    """Return what AWS reports in an account of which we know no grant."""
    findings = Finding.objects.filter(account_id=account_id, status="ACTIVE", error="")
    external = [each for each in findings if not is_unused(each)]
    arns = {each.resource_arn for each in external}
    rows: dict[str, list[Grant]] = defaultdict(list)
    held = Grant.objects.current().filter(resource__arn__in=arns)
    for row in held.select_related("resource"):
        rows[row.resource.arn].append(row)
    known = set(
        Resource.objects.filter(arn__in=arns, ended_at=None).values_list(
            "arn", flat=True
        )
    )
    return [
        Lone(each, each.resource_arn in known)
        for each in external
        if not any(_is_about(each, row) for row in rows[each.resource_arn])
    ]
