from __future__ import annotations

import json

from accessmap.policy.grant import Blocker, Condition, Grant, Principal
from accessmap.policy.kinds import (
    AccessLevel,
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from accessmap.policy.plain import from_plain, to_plain
from tests.cast import PAYMENTS

FULL = Grant(
    resource=f"arn:aws:iam::{PAYMENTS}:role/deploy",
    resource_type="AWS::IAM::Role",
    resource_account=PAYMENTS,
    policy_kind=PolicyKind.TRUST,
    principal=Principal(PrincipalKind.SERVICE, "lambda.amazonaws.com"),
    zone=Zone.SERVICE,
    verdict=Verdict.SERVICE,
    actions=("sts:AssumeRole", "sts:TagSession"),
    objects=("*",),
    access_levels=(AccessLevel.WRITE, AccessLevel.TAGGING),
    conditions=(Condition("StringEquals", "aws:sourceaccount", (PAYMENTS,)),),
    is_conditional=True,
    source_zone=SourceZone.SAME_ACCOUNT,
    federated_scope=FederatedScope.RESTRICTED,
    blocked_by=(Blocker("rcp", "only-our-org", is_total=False),),
    unknown=("foo:Bar",),
    is_approximate=True,
    statements=(0, 2),
    witness={"caller": "lambda.amazonaws.com"},
)


def test_a_grant_comes_back_from_json_as_it_went() -> None:
    assert from_plain(json.loads(json.dumps(to_plain(FULL)))) == FULL


def test_its_fingerprint_survives_the_way() -> None:
    back = from_plain(json.loads(json.dumps(to_plain(FULL))))
    assert back.fingerprint == FULL.fingerprint
