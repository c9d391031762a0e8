"""What shares offer, in AWS's own shapes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind
from tests.accessmap.policy.callers import FOREIGN, HOME, OURS, ZONE
from tests.accessmap.policy.world import subject

UNIT = f"arn:aws:organizations::{HOME}:ou/{OURS}/ou-ab12-11111111"


def grants(resource_type: str, document: object) -> list[Grant]:
    about = replace(
        subject(document), kind=PolicyKind.SHARE, resource_type=resource_type
    )
    found = derive(about, ZONE)
    assert not found.errors
    return list(found.grants)


def test_a_resource_share_offers_its_resources_with_their_actions() -> None:
    subnet = f"arn:aws:ec2:eu-west-1:{HOME}:subnet/subnet-1"
    [grant] = grants(
        "AWS::RAM::ResourceShare",
        {
            "principals": [{"associatedEntity": FOREIGN}],
            "resources": [subnet],
            "permissions": [{"actions": ["ec2:RunInstances", "ec2:DescribeSubnets"]}],
        },
    )
    assert (grant.principal.id, grant.zone) == (FOREIGN, "external")
    assert grant.actions == ("ec2:DescribeSubnets", "ec2:RunInstances")
    assert grant.objects == (subnet,)


def test_a_unit_is_named_by_its_path() -> None:
    [grant] = grants(
        "AWS::RAM::ResourceShare", {"principals": [{"associatedEntity": UNIT}]}
    )
    assert grant.principal.id.split("/")[-1] == "ou-ab12-11111111"


def lake(principal: str, *permissions: str, **more: object) -> dict[str, object]:
    entry = {
        "Principal": {"DataLakePrincipalIdentifier": principal},
        "Permissions": list(permissions),
        **more,
    }
    return {"PrincipalResourcePermissions": [entry]}


def test_lake_formation_says_what_may_be_done_and_handed_on() -> None:
    document = lake(FOREIGN, "SELECT", PermissionsWithGrantOption=["SELECT"])
    [grant] = grants("AWS::LakeFormation::Resource", document)
    assert grant.actions == (
        "glue:GetPartitions",
        "glue:GetTable",
        "lakeformation:GrantPermissions",
    )


def test_all_principals_of_an_account_are_the_account() -> None:
    document = lake(f"{FOREIGN}:IAMPrincipals", "ALL")
    [grant] = grants("AWS::LakeFormation::Resource", document)
    assert (grant.principal.id, grant.actions) == (FOREIGN, ("*",))


def test_whoever_iam_lets_in_is_nobody_new() -> None:
    assert grants("AWS::LakeFormation::Resource", lake("IAM_ALLOWED_PRINCIPALS")) == []


def test_people_of_a_directory_are_federated() -> None:
    group = "arn:aws:identitystore:::group/9a67-41f0"
    [grant] = grants("AWS::LakeFormation::Resource", lake(group, "SELECT"))
    assert grant.verdict == "federated"


@pytest.mark.parametrize(
    ("status", "count"), [("ACTIVE", 1), ("PENDING_AUTHORIZATION", 0)]
)
def test_a_data_share_counts_once_it_is_authorized(status: str, count: int) -> None:
    association = {"ConsumerIdentifier": FOREIGN, "Status": status}
    document = {"DataShareAssociations": [association]}
    assert len(grants("AWS::Redshift::DataShare", document)) == count


@pytest.mark.parametrize("who", [OURS, FOREIGN])
def test_a_portfolio_names_whom_it_is_shared_with_by_id(who: str) -> None:
    document = {"PortfolioShareDetails": [{"PrincipalId": who, "Type": "ACCOUNT"}]}
    [grant] = grants("AWS::ServiceCatalog::Portfolio", document)
    assert who in grant.principal.id


def test_an_administrator_of_a_cluster_may_do_anything_with_it() -> None:
    policy = {"policyArn": "arn:aws:eks::aws:…/AmazonEKSClusterAdminPolicy"}
    entry = {
        "principalArn": f"arn:aws:iam::{FOREIGN}:role/x",
        "accessPolicies": [policy],
    }
    [grant] = grants("AWS::EKS::Cluster", {"accessEntries": [entry]})
    assert grant.actions == ("*",)


def test_whoever_gathers_records_reads_them() -> None:
    document = {"AuthorizedAccountId": FOREIGN, "AuthorizedAwsRegion": "eu-west-1"}
    [grant] = grants("AWS::Config::AggregationAuthorization", document)
    assert grant.principal.id == FOREIGN


def test_a_share_with_nobody_is_unknown_and_not_nothing() -> None:
    about = replace(
        subject({"principals": [{}]}),
        kind=PolicyKind.SHARE,
        resource_type="AWS::RAM::ResourceShare",
    )
    assert derive(about, ZONE).errors == ("The share has an entry that names nobody.",)
