"""Why an RCP in force does not deny a grant is said where it is plain."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.spared import spared
from accessmap.policy.grant import Grant, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Zone
from tests import rows
from tests.cast import KUMO, ORGANIZATION, SHOP, TANUKI

pytestmark = pytest.mark.django_db


def rcp(operator: str = "StringNotEqualsIfExists", **more: Any) -> dict[str, Any]:
    but = {"aws:PrincipalOrgID": ORGANIZATION, "aws:PrincipalAccount": [TANUKI]}
    condition = {
        operator: but,
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:*", "sts:*"],
        "Resource": "*",
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [{**deny, **more}]}


def grant(
    kind: PrincipalKind = PrincipalKind.ACCOUNT,
    who: str = TANUKI,
    zone: Zone = Zone.EXTERNAL,
) -> Grant:
    account = who if who.isdigit() else ""
    return rows.grant_value(
        rows.make_resource(), principal=Principal(kind, who, account), zone=zone
    )


@pytest.mark.parametrize(
    ("value", "document", "said"),
    [
        ((), rcp(), f"Names {TANUKI} as an exception"),
        ((), rcp("StringEquals"), "only under conditions"),
        ((PrincipalKind.ACCOUNT, KUMO), rcp(), "only under conditions"),
        ((PrincipalKind.ACCOUNT, SHOP, Zone.ORGANIZATION), rcp(), "our organization"),
        ((PrincipalKind.SERVICE, "s.aws", Zone.SERVICE), rcp(), "AWS services"),
        ((), rcp(Action="kms:*"), "other actions"),
        ((), rcp(Effect="Allow"), "Denies nothing."),
        ((), "no policy", "Does not deny this."),
    ],
)
def test_the_reason_is_read_from_the_policy(
    value: tuple[Any, ...], document: object, said: str
) -> None:
    assert said in spared(grant(*value), document)


def test_another_way_of_sharing_is_of_no_concern() -> None:
    value = grant()._replace(policy_kind=PolicyKind.RESOURCE, actions=("sqs:*",))
    assert spared(value, rcp()) == "Speaks of other actions."
