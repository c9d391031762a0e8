"""What IAM Access Analyzer thinks of a grant, beside what we think.

It reports who is outside *its* zone of trust, the organization or the account. RESOLVED
is no proof of removal: AWS sets it on AccessDenied too.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-error-findings.html
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    return opinions([row])[row.pk]


def opinions(rows: Sequence[Grant]) -> dict[int, Opinion]:
    """Return what it says about each of ``rows``, asked for all of them at once."""
    found: dict[str, list[Finding]] = defaultdict(list)
    arns = {row.resource.arn for row in rows}
    for finding in Finding.objects.filter(resource_arn__in=arns):
        found[finding.resource_arn].append(finding)
    told = {row.pk: _reported(row, found[row.resource.arn]) for row in rows}
    asked = _asked([row for row in rows if told[row.pk].stance is Stance.NOT_READ])
    return {
        pk: replace(each, stance=Stance.SILENT) if pk in asked else each
        for pk, each in told.items()
    }


def _reported(row: Grant, found: Sequence[Finding]) -> Opinion:
    unused = tuple(each for each in found if is_unused(each) and _is_active(each))
    about = [each for each in found if _is_about(each, row)]
    for status, stance in (
        ("ACTIVE", Stance.AGREES),
        ("ARCHIVED", Stance.ARCHIVED),
    ):
        if says := tuple(each for each in about if each.status == status):
            return Opinion(stance, says, unused)
    stance = Stance.OUT_OF_SCOPE if row.zone in INSIDE else Stance.NOT_READ
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


def _asked(rows: Sequence[Grant]) -> frozenset[int]:
    """Return the keys of those of whom silence means something: an analyzer was read.

    One of the organization speaks of all accounts from the account that has it.
    """
    if not rows:
        return frozenset()
    homes = {row.resource.account_id for row in rows}
    standing = Resource.objects.filter(resource_type=ANALYZERS, ended_at=None).filter(
        Q(facts__kind="ORGANIZATION") | Q(facts__kind="ACCOUNT", account_id__in=homes)
    )
    read = _read([each.account_id for each in standing])
    speaks = [each for each in standing if (each.account_id, each.region) in read]
    of_all = any(each.facts.get("kind") == "ORGANIZATION" for each in speaks)
    of_one = {each.account_id for each in speaks}
    return frozenset(
        row.pk for row in rows if of_all or row.resource.account_id in of_one
    )


def _read(account_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the accounts and regions whose analyzers were read, when last tried."""
    if not account_ids:
        return frozenset()
    rows = Newest().rows.filter(account_id__in=account_ids, collector=COLLECTOR)
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows:
        found[row.account_id, row.region].append(row.is_complete)
    return frozenset(place for place, read in found.items() if all(read))


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
