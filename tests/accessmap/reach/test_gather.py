"""What the rows of an account leave its roles: own policies, SCPs by level."""

from __future__ import annotations

import json

import pytest

from accessmap.models import Account, Outcome
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.reach.gather import gather, powers_of
from accessmap.reach.kinds import Doubt, NodeKind
from accessmap.reach.powers import ASSUME, Powers
from tests.cast import PAYMENTS, SHOP
from tests.rows import (
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
