"""What the rows of an account leave its roles: own policies, SCPs by level."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accessmap.models import Account, Outcome
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.reach.gather import gather, powers_of
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.powers import ASSUME, Powers
from tests.cast import DATA_LAKE, PAYMENTS, SHOP, TANUKI
from tests.rows import (
    THEN,
    first_crawl,
    make_account,
    make_coverage,
    make_crawl,
    make_grant,
    make_resource,
    make_snapshot,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = "arn:aws:iam::338812907744:role/monitor"


def allow(*actions: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def powers(*levels: dict[str, str], is_management: bool = False) -> Powers:
    """The powers of a role that its own policy allows everything."""
    make_account(PAYMENTS)
    Account.objects.update(scps=list(levels), is_management=is_management)
    role = make_resource()
    make_snapshot(role, json.loads(allow("*")), kind=PolicyKind.INLINE)
    return powers_of(PAYMENTS)[role.arn]


def test_an_allow_list_at_one_level_counts_although_the_root_allows_all() -> None:
    found = powers({"FullAWSAccess": allow("*")}, {"only-s3": allow("s3:*")})
    assert found.lets(ASSUME, ELSEWHERE) is None
    assert found.lets("s3:GetObject", "*") is Doubt.NONE


def test_two_policies_of_one_level_allow_together() -> None:
    found = powers({"s3": allow("s3:*"), "sts": allow("sts:*")})
    assert found.lets(ASSUME, ELSEWHERE) is Doubt.NONE


def test_a_level_that_is_not_understood_closes_nothing_and_is_said() -> None:
    found = powers({"FullAWSAccess": allow("*")}, {"broken": "no policy"})
    assert found.lets(ASSUME, ELSEWHERE) is Doubt.ASSUMED


def test_nothing_restrains_the_management_account() -> None:
    found = powers({"only-s3": allow("s3:*")}, is_management=True)
    assert found.lets(ASSUME, ELSEWHERE) is Doubt.NONE


def test_trust_in_a_role_that_could_not_be_read_stays_in_reach() -> None:
    make_account(SHOP)
    named = f"arn:aws:iam::{SHOP}:role/deployer"
    grant = make_grant(principal=Principal(PrincipalKind.ROLE, named, SHOP))
    crawl = make_crawl()
    make_coverage(crawl, account_id=SHOP, outcome=Outcome.DENIED)
    make_coverage(crawl, account_id=SHOP, collector="iam_providers")
    found = gather()
    node = found.nodes.find(named)
    assert node is not None
    assert found.nodes.all()[node].kind is NodeKind.OTHER
    sources, _targets, _kinds, doubts, grants = found.edges.arrays()
    [edge] = (sources == node).nonzero()[0]
    assert (grants[edge], doubts[edge]) == (grant.pk, Doubt.ASSUMED)
    make_coverage(make_crawl(), account_id=SHOP)
    assert gather().nodes.find(named) is None


def member(account_id: str, *actions: str) -> None:
    """An account with a role in a boundary, a user in a group, and a bucket."""
    account = make_account(account_id)
    limit = make_resource(
        account, name="limit", resource_type="AWS::IAM::ManagedPolicy"
    )
    readers = make_resource(account, name="readers", resource_type="AWS::IAM::Group")
    role = make_resource(account, name="limited", facts={"boundary": limit.arn})
    user = {"resource_type": "AWS::IAM::User", "facts": {"groups": ["readers"]}}
    make_resource(
        account, name="mei", arn=f"arn:aws:iam::{account_id}:user/mei", **user
    )
    make_resource(
        account, arn=f"arn:aws:s3:::{account_id}", resource_type="AWS::S3::Bucket"
    )
    said = json.loads(allow(*actions))
    make_snapshot(limit, said, kind=PolicyKind.MANAGED)
    make_snapshot(readers, said, kind=PolicyKind.INLINE)
    make_snapshot(role, said, kind=PolicyKind.INLINE)
    make_coverage(first_crawl(), account_id=account_id)


def edges() -> set[tuple[str, str, EdgeKind]]:
    """Return all edges by the keys of their ends."""
    found = gather()
    keys = [each.key for each in found.nodes.all()]
    sources, targets, kinds, *_rest = found.edges.arrays()
    ends = zip(sources, targets, kinds, strict=True)
    return {(keys[a], keys[b], EdgeKind(int(kind))) for a, b, kind in ends}


def test_each_account_is_told_by_its_own_rows() -> None:
    member(PAYMENTS, "s3:GetObject")
    member(SHOP, "s3:PutObject")
    make_account(DATA_LAKE)  # in which nothing was found
    make_resource(make_account(TANUKI, left_at=THEN))  # ours no longer
    found = edges()
    for account_id, kind in ((PAYMENTS, EdgeKind.READ), (SHOP, EdgeKind.WRITE)):
        symbol = f"{account_id}/s3/{kind.name.lower()}"
        able = {
            source for source, target, of in found if (target, of) == (symbol, kind)
        }
        assert able == {
            f"arn:aws:iam::{account_id}:role/limited",
            f"arn:aws:iam::{account_id}:user/mei",
        }
        assert (symbol, f"arn:aws:s3:::{account_id}", kind) in found
    assert not any(TANUKI in source for source, _target, _kind in found)


def test_many_accounts_need_no_more_queries_than_one() -> None:
    member(PAYMENTS, "s3:GetObject")
    with CaptureQueriesContext(connection) as of_one:
        gather()
    for number in range(20):
        member(f"4040404040{number:02}", "s3:GetObject")
    with CaptureQueriesContext(connection) as of_many:
        gather()
    assert len(of_many) == len(of_one) == 12
