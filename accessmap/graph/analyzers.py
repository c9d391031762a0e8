"""Where an analyzer looks: without one, the silence of Access Analyzer says nothing.

It looks in the region where it stands, at some types of resources alone. A role is in
no region, and every analyzer tells of it.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from django.db.models import Q

from accessmap.models import Account, Grant, Resource
from accessmap.models.newest import Newest

COLLECTOR = "access_analyzer"
ANALYZERS = "AWS::AccessAnalyzer::Analyzer"
ROLE = "AWS::IAM::Role"
# https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzedResources.html
LOOKED_AT = frozenset(
    {
        ROLE,
        "AWS::DynamoDB::Stream",
        "AWS::DynamoDB::Table",
        "AWS::EC2::Snapshot",
        "AWS::ECR::Repository",
        "AWS::EFS::FileSystem",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
        "AWS::Lambda::LayerVersion",
        "AWS::RDS::DBClusterSnapshot",
        "AWS::RDS::DBSnapshot",
        "AWS::S3::Bucket",
        "AWS::S3Express::DirectoryBucket",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
    }
)
# It tells of these with the bucket behind them, which is another resource here.
WITH_BUCKET = frozenset({"AWS::S3::AccessPoint", "AWS::S3::MultiRegionAccessPoint"})


class Sight(StrEnum):
    """Whether silence about a resource means something, and if not, why."""

    LOOKS = "looks"
    NO_TYPE = "no-type"
    WITH_BUCKET = "with-bucket"
    NO_REGION = "no-region"  # there is one, and elsewhere
    NOT_READ = "not-read"  # or there is none


def sights(rows: Sequence[Grant]) -> Mapping[int, Sight]:
    """Return of each grant whether an analyzer that was read looks at its resource."""
    found = {row.pk: _of_type(row.resource.resource_type) for row in rows}
    asked = [row for row in rows if found[row.pk] is Sight.LOOKS]
    if asked:
        regions = _regions({row.resource.account_id for row in asked})
        for row in asked:
            found[row.pk] = _in_region(row.resource, regions[row.resource.account_id])
    return found


def asleep(arns: Collection[str]) -> frozenset[str]:
    """Return which of these analyzers are known to be gone, or not to look now."""
    known = Resource.objects.filter(arn__in=arns, resource_type=ANALYZERS)
    return frozenset(each.arn for each in known if each.ended_at or not _is_awake(each))


def _of_type(resource_type: str) -> Sight:
    if resource_type in WITH_BUCKET:
        return Sight.WITH_BUCKET
    return Sight.LOOKS if resource_type in LOOKED_AT else Sight.NO_TYPE


def _in_region(resource: Resource, regions: Collection[str]) -> Sight:
    if not regions:
        return Sight.NOT_READ
    is_seen = resource.resource_type == ROLE or resource.region in regions
    return Sight.LOOKS if is_seen else Sight.NO_REGION


def _is_awake(analyzer: Resource) -> bool:
    """Say whether it looks; what a crawl of an earlier release saw does not say."""
    return bool(analyzer.facts.get("status") == "ACTIVE")


def _regions(account_ids: Collection[str]) -> Mapping[str, Collection[str]]:
    """Return of each account the regions in which an analyzer speaks of it.

    One of the organization speaks of all its accounts from the account that has it, and
    not of one that left.
    """
    standing = Resource.objects.filter(resource_type=ANALYZERS, ended_at=None).filter(
        Q(facts__kind="ORGANIZATION")
        | Q(facts__kind="ACCOUNT", account_id__in=account_ids)
    )
    awake = [each for each in standing if _is_awake(each)]
    read = _read([each.account_id for each in awake])
    is_wide = any(each.facts.get("kind") == "ORGANIZATION" for each in awake)
    members = _members(account_ids) if is_wide else frozenset()
    found: dict[str, set[str]] = defaultdict(set)
    for each in awake:
        if (each.account_id, each.region) in read:
            is_of_all = each.facts.get("kind") == "ORGANIZATION"
            for account_id in members if is_of_all else [each.account_id]:
                found[account_id].add(each.region)
    return found


def _members(account_ids: Collection[str]) -> frozenset[str]:
    rows = Account.objects.present().filter(account_id__in=account_ids)
    return frozenset(rows.values_list("account_id", flat=True))


def _read(account_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the accounts and regions whose analyzers were read, when last tried."""
    if not account_ids:
        return frozenset()
    rows = Newest().rows.filter(account_id__in=account_ids, collector=COLLECTOR)
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows:
        found[row.account_id, row.region].append(row.is_complete)
    return frozenset(place for place, read in found.items() if all(read))
