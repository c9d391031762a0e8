"""What is called narrower surely lets in nobody new."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.policy.grant import Blocker, Condition, Grant, Principal
from accessmap.policy.kinds import (
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from accessmap.policy.width import Width, lets_no_more, width
from tests.cast import KUMO, PAYMENTS, TANUKI

WHOLE = Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)
ROLE = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/poller", TANUKI)
OTHER = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/other", TANUKI)
STRANGER = Principal(PrincipalKind.ACCOUNT, KUMO, KUMO)
ASKED = (Condition("StringEquals", "sts:externalid", ("k",)),)
BUCKET = "arn:aws:s3:::pay-metrics"


def grant(**more: Any) -> Grant:
    fields = {"principal": WHOLE, "verdict": Verdict.EXTERNAL, **more}
    return Grant(
        resource=BUCKET,
        resource_type="AWS::S3::Bucket",
        resource_account=PAYMENTS,
        policy_kind=PolicyKind.RESOURCE,
        zone=Zone.EXTERNAL,
        actions=fields.pop("actions", ("s3:GetObject",)),
        **fields,
    )


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"principal": ROLE, "conditions": ASKED}, {}),
        ({"conditions": ASKED}, {}),
        ({"actions": ("s3:GetObject",)}, {"actions": ("s3:Get*",)}),
        ({"objects": (f"{BUCKET}/metrics/*",)}, {}),
        ({"verdict": Verdict.IN_ORG}, {}),
        ({"blocked_by": (Blocker("scp", "all"),)}, {}),
        ({"blocked_by": (Blocker("deny", "part", is_total=False),)}, {}),
        ({}, {"unknown": ("some:key",)}),
        ({"source_zone": SourceZone.ORGANIZATION}, {"source_zone": SourceZone.ANY}),
        (
            {"federated_scope": FederatedScope.RESTRICTED},
            {"federated_scope": FederatedScope.ANY},
        ),
    ],
)
def test_less_is_narrower_and_the_reverse_is_wider(
    narrow: dict[str, Any], wide: dict[str, Any]
) -> None:
    assert width(grant(**narrow), before=grant(**wide)) is Width.NARROWER
    assert width(grant(**wide), before=grant(**narrow)) is Width.WIDER


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"principal": ROLE}, {"principal": OTHER}),
        ({"principal": STRANGER}, {}),
        ({"conditions": ASKED, "actions": ("s3:*",)}, {}),
        ({"principal": ROLE, "actions": ("s3:PutObject",)}, {}),
        ({"verdict": Verdict.UNKNOWN}, {}),
    ],
)
def test_what_lets_in_something_else_is_neither(
    one: dict[str, Any], another: dict[str, Any]
) -> None:
    assert width(grant(**one), before=grant(**another)) is Width.OTHERWISE


def test_what_lets_in_the_same_is_the_same() -> None:
    assert width(grant(statements=(1,)), before=grant()) is Width.SAME
    assert lets_no_more(grant(), than=grant())
