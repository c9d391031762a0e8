"""Grants that have no policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.grant import Blocker, Grant
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.shares import BLOCK, CLOSED
from tests.accessmap.policy.callers import FOREIGN, HOME, OURS, ZONE
from tests.accessmap.policy.world import subject


def grants(kind: PolicyKind, resource_type: str, document: object) -> list[Grant]:
    about = replace(subject(document), kind=kind, resource_type=resource_type)
    found = derive(about, ZONE)
    assert not found.errors
    return list(found.grants)


@pytest.mark.parametrize(
    "document",
    [
        {"restore": [FOREIGN]},
        {"shared_accounts": [FOREIGN]},
        [FOREIGN],
        {"CreateVolumePermissions": [{"UserId": FOREIGN}]},
        {"AccountsWithRestoreAccess": [{"AccountId": FOREIGN}]},
        {"principals": [{"id": FOREIGN}]},
    ],
)
def test_a_share_list_may_have_any_of_awss_shapes(document: object) -> None:
    [grant] = grants(PolicyKind.SHARE, "AWS::EC2::Snapshot", document)
    assert (grant.principal.id, grant.zone) == (FOREIGN, "external")


def test_all_is_everybody() -> None:
    [grant] = grants(PolicyKind.SHARE, "AWS::RDS::DBSnapshot", {"restore": ["all"]})
    assert grant.zone == "public"


def test_an_organization_and_a_unit_may_be_shared_with() -> None:
    head = f"arn:aws:organizations::{HOME}"
    listed = [
        {"OrganizationArn": f"{head}:organization/{OURS}"},
        {"OrganizationalUnitArn": f"{head}:ou/{OURS}/ou-ab12-11111111"},
    ]
    found = grants(PolicyKind.SHARE, "AWS::EC2::Image", {"LaunchPermissions": listed})
    assert found[0].principal.id == OURS


def test_authenticated_users_are_everybody_who_signs() -> None:
    uri = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
    acl = {"Grants": [{"Grantee": {"URI": uri}, "Permission": "READ"}]}
    [found] = grants(PolicyKind.ACL, "AWS::S3::Bucket", acl)
    assert (found.zone, found.is_conditional) == ("public", True)


def test_an_unreadable_list_is_an_error() -> None:
    about = replace(subject({"Grants": 7}), kind=PolicyKind.ACL)
    assert derive(about, ZONE).errors == ("Grants is not a list.",)


def test_an_account_that_is_none_is_unknown_and_not_nothing() -> None:
    about = replace(subject({"CreateVolumePermissions": [{"UserId": "12345"}]}))
    about = replace(about, kind=PolicyKind.SHARE, resource_type="AWS::EC2::Snapshot")
    [error] = derive(about, ZONE).errors
    assert "“12345”" in error


def test_a_region_that_lets_no_snapshot_be_public_blocks_everybody() -> None:
    """AWS leaves the list as it is, and no longer goes by it."""
    shared = {"CreateVolumePermissions": [{"Group": "all"}, {"UserId": FOREIGN}]}
    kind = PolicyKind.SHARE, "AWS::EC2::Snapshot"

    closed = grants(*kind, {**shared, BLOCK: CLOSED})
    unblocked = grants(*kind, {**shared, BLOCK: "block-new-sharing"})

    assert {each.principal.id: each.blocked_by for each in closed} == {
        "*": (Blocker("block-public-access", CLOSED),),
        FOREIGN: (),
    }
    assert not any(each.is_blocked for each in unblocked)


def test_only_a_snapshot_has_such_a_block() -> None:
    shared = {"LaunchPermissions": [{"Group": "all"}], BLOCK: CLOSED}
    [found] = grants(PolicyKind.SHARE, "AWS::EC2::Image", shared)
    assert not found.is_blocked


def test_who_is_named_beside_everybody_stays_where_everybody_is_overlooked() -> None:
    uri = "http://acs.amazonaws.com/groups/global/AllUsers"
    acl = {
        "Grants": [
            {"Grantee": {"URI": uri}, "Permission": "READ"},
            {"Grantee": {"ID": "c" * 64}, "Permission": "READ"},
        ]
    }
    about = replace(
        subject(acl), kind=PolicyKind.ACL, settings={"IgnorePublicAcls": True}
    )

    found = {each.principal.id: each.is_blocked for each in derive(about, ZONE).grants}

    assert found == {"*": True, "c" * 64: False}
