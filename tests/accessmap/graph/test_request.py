"""The request that is shown claims nothing that the gates beside it deny."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.gates import Answer, Gate
from accessmap.graph.marked import marked_policy
from accessmap.graph.request import Name, Shown, request_of
from accessmap.models import Grant
from accessmap.policy.grant import Condition, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Zone
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db

OUTSIDE = Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)
SHOPS = Principal(PrincipalKind.ACCOUNT, SHOP, SHOP)
STOPS = Gate("Block public access", Answer.STOPS, "why")


def shown(row: Grant, **more: Any) -> Shown | None:
    return request_of(row, marked_policy(row.snapshot.document.text, [0]), **more)


def lines(row: Grant, **more: Any) -> dict[str, str]:
    found = shown(row, **more)
    assert found is not None
    return {each.name: each.text for each in found.lines}


def grant(principal: Principal = OUTSIDE, **more: Any) -> Grant:
    """A role that ``principal`` may become."""
    witness = {
        "action": "sts:AssumeRole",
        "aws:principalaccount": principal.account_id,
        "aws:sourceip": "198.51.100.7",
        "principal": f"arn:aws:iam::{principal.account_id}:role/anyone",
        "resource": f"arn:aws:iam::{PAYMENTS}:role/r",
        **more.pop("witness", {}),
    }
    return rows.make_grant(principal=principal, witness=witness, **more)


def test_it_tells_who_asks_for_what_with_what_in_hand_and_what_decides() -> None:
    assert lines(grant()) == {
        Name.CALLER: f"arn:aws:iam::{TANUKI}:role/anyone",
        Name.ACTION: "sts:AssumeRole",
        Name.ON: f"arn:aws:iam::{PAYMENTS}:role/r",
        Name.WITH: "no external ID, no MFA, from any address",
        Name.DECISION: "Allow, by statement 1",
    }
    found = shown(grant())
    assert found is not None
    caller = found.lines[0]
    assert (caller.before + caller.example, caller.example) == (caller.text, "anyone")


def test_what_a_condition_asks_for_is_in_hand() -> None:
    asked = (
        Condition("StringEquals", "sts:externalid", ("k-1",)),
        Condition("Bool", "aws:multifactorauthpresent", ("true",)),
        Condition("IpAddress", "aws:sourceip", ("203.0.113.0/24",)),
        Condition("StringEquals", "aws:requestedregion", ("eu-west-1",)),
    )
    has = {
        "sts:externalid": "k-1",
        "aws:multifactorauthpresent": "true",
        "aws:sourceip": "203.0.113.7",
        "aws:requestedregion": "eu-west-1",
    }
    assert lines(grant(conditions=asked, witness=has))[Name.WITH] == (
        "the external ID k-1, MFA, from 203.0.113.7, aws:requestedregion eu-west-1"
    )


def test_what_something_stops_gets_through_the_policy_alone() -> None:
    found = shown(grant(), gates=[STOPS])
    assert found is not None
    assert found.stopped_by == "Block public access"
    assert found.lines[-1].text == (
        "Allow, by statement 1 alone; Block public access stops it"
    )
    part = Gate("Deny", Answer.STOPS, "why", is_partial=True)
    found = shown(grant(), gates=[part])
    assert found is not None
    assert not found.stopped_by


def test_inside_the_organization_the_caller_is_a_real_one_or_a_word() -> None:
    row = grant(SHOPS, zone=Zone.ORGANIZATION)
    real = f"arn:aws:iam::{SHOP}:role/deployer"
    assert lines(row, able=real)[Name.CALLER] == real
    assert lines(row)[Name.CALLER] == f"a role or user of {SHOP} that may"
    only = (Condition("ArnLike", "aws:principalarn", ("*:role/other",)),)
    row = grant(SHOPS, zone=Zone.ORGANIZATION, conditions=only)
    assert "deployer" not in lines(row, able=real)[Name.CALLER]


@pytest.mark.parametrize(
    ("principal", "said", "words"),
    [
        (Principal(PrincipalKind.PUBLIC, "*"), "anonymous", "anyone, not signed in"),
        (Principal(PrincipalKind.PUBLIC, "*"), "arn:x", "anyone with an account"),
        (Principal(PrincipalKind.ORGANIZATION, "o-1"), "arn:x", "organization o-1"),
        (Principal(PrincipalKind.UNIT, "ou-1"), "arn:x", "of the unit ou-1"),
        (Principal(PrincipalKind.FEDERATED, "okta"), "okta", "whom okta signs in"),
        (Principal(PrincipalKind.SERVICE, "s.aws"), "s.aws", "s.aws"),
    ],
)
def test_nobody_is_made_up_to_stand_for_many(
    principal: Principal, said: str, words: str
) -> None:
    row = grant(principal, witness={"principal": said})
    assert words in lines(row)[Name.CALLER]
    assert "999900000000" not in lines(row)[Name.CALLER]


def test_where_no_policy_says_it_or_it_is_gone_there_is_no_request() -> None:
    assert shown(grant(policy_kind=PolicyKind.SHARE)) is None
    assert shown(rows.end_grant(grant())) is None
    row = grant(policy_kind=PolicyKind.RESOURCE)
    assert request_of(row, marked_policy('{"AuthorizedAccountId": "1"}', [0])) is None


def test_a_placeholder_is_no_resource() -> None:
    row = grant(witness={"resource": "x"})
    assert lines(row)[Name.ON] == row.resource.arn


def test_only_what_awss_simulator_takes_is_promised_to_it() -> None:
    found = shown(grant())
    assert found is not None
    assert not found.can_be_simulated
    bucket = grant(resource=rows.make_bucket(), policy_kind=PolicyKind.RESOURCE)
    found = shown(bucket)
    assert found is not None
    assert found.can_be_simulated


def test_a_sid_names_the_statement() -> None:
    role = rows.make_resource()
    rows.make_snapshot(role, rows.trust({"AWS": TANUKI}, Sid="TanukiRead"))
    assert lines(grant(resource=role))[Name.DECISION] == (
        "Allow, by statement TanukiRead"
    )
