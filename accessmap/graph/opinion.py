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

from accessmap.graph.analyzers import Sight, asleep, sights
from accessmap.models import Finding, Grant, Resource
from accessmap.policy.kinds import PrincipalKind, Zone

EVERYBODY = "*"
INSIDE = frozenset({Zone.ORGANIZATION, Zone.SAME_ACCOUNT, Zone.SERVICE})


class Stance(StrEnum):
    """How AWS's word and ours lie to each other."""

    AGREES = "agrees"
    ARCHIVED = "archived"  # reported, and somebody there set it aside
    SILENT = "silent"  # looks there, was read completely, and does not report it
    OUT_OF_SCOPE = "out-of-scope"  # inside its zone of trust
    NO_TYPE = "no-type"  # it does not look at this kind of resource
    WITH_BUCKET = "with-bucket"  # it tells of it under another name
    NO_REGION = "no-region"  # no analyzer looks in this region
    NOT_READ = "not-read"  # or there is no analyzer


SILENCE = {
    Sight.LOOKS: Stance.SILENT,
    Sight.NO_TYPE: Stance.NO_TYPE,
    Sight.WITH_BUCKET: Stance.WITH_BUCKET,
    Sight.NO_REGION: Stance.NO_REGION,
    Sight.NOT_READ: Stance.NOT_READ,
}


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
    findings = Finding.objects.filter(resource_arn__in=arns)
    gone = asleep({each.analyzer_arn for each in findings})
    for finding in findings:
        if finding.analyzer_arn not in gone:
            found[finding.resource_arn].append(finding)
    told = {row.pk: _reported(row, found[row.resource.arn]) for row in rows}
    silent = [row for row in rows if told[row.pk].stance is Stance.NOT_READ]
    for pk, sight in sights(silent).items():
        told[pk] = replace(told[pk], stance=SILENCE[sight])
    return told


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
    """Say whether it reports whom the grant lets in: no other role of the account."""
    if is_unused(finding):
        return False
    if row.zone == Zone.PUBLIC:
        return finding.is_public
    named = {str(each) for each in finding.principal.values()}
    if EVERYBODY in named:
        asked = json.dumps(finding.raw.get("condition") or {})
        return asked == "{}" or _is_asked(row, asked)
    if row.principal_kind == PrincipalKind.FEDERATED:
        # A provider has an ARN, and the name that its ARN ends with.
        return any(
            f"/{each}".endswith(f"/{row.principal}")
            or row.principal.endswith(f"/{each}")
            for each in named
        )
    return bool(named & _names(row))


def _names(row: Grant) -> set[str]:
    """Return how AWS may write the principal, or the whole account that it is of."""
    account_id = row.principal_account
    whole = {account_id, f"arn:{_partition(row)}:iam::{account_id}:root"}
    return {row.principal} | (whole if account_id else set())


def _partition(row: Grant) -> str:
    return row.resource.arn.split(":")[1]


def _is_asked(row: Grant, condition: str) -> bool:
    """Say whether a condition for everybody lets in whom the grant names."""
    return any(f'"{each}"' in condition for each in _names(row))


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
