"""Grants that have no policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind
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
