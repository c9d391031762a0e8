"""Ways through VPC endpoints, and whose they are."""

from __future__ import annotations

import pytest

from accessmap.policy.endpoint import narrowness
from accessmap.policy.grant import Condition
from tests.accessmap.policy.callers import FOREIGN, HOME, OURS, THEIRS, UNIT
from tests.accessmap.policy.stage import allow, deny, grants

VPC = f"arn:aws:ec2:eu-west-1:{FOREIGN}:vpc/vpc-0a1b"


def open_to(*statements: object) -> set[str]:
    return {each.principal.id for each in grants(*statements) if not each.is_blocked}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"StringEquals": {"aws:VpceAccount": FOREIGN}}, {FOREIGN}),
        ({"StringEquals": {"aws:VpceOrgID": [OURS, THEIRS]}}, {OURS, THEIRS}),
        (
            {"ForAnyValue:StringLike": {"aws:VpceOrgPaths": f"{UNIT}*"}},
            {UNIT.rstrip("/")},
        ),
        ({"StringEquals": {"aws:VpceAccount": "${aws:ResourceAccount}"}}, {HOME}),
        ({"StringLike": {"aws:VpceAccount": "4444*"}}, {"*"}),
        ({"StringEqualsIfExists": {"aws:VpceOrgID": OURS}}, {"*"}),
        ({"ArnEquals": {"aws:SourceVpcArn": VPC}}, {VPC}),
        ({"ArnLike": {"aws:SourceVpcArn": f"arn:aws:ec2:*:{FOREIGN}:*"}}, {FOREIGN}),
        ({"ArnLike": {"aws:SourceVpcArn": "arn:aws:ec2:*:*:vpc/vpc-1"}}, {"vpc-1"}),
        ({"ArnLike": {"aws:SourceVpcArn": "arn:aws:ec2:eu-west-1:*:*"}}, {"*"}),
    ],
)
def test_whose_endpoint_it_is_pins_the_network(asked: object, names: set[str]) -> None:
    assert open_to(allow(Condition=asked)) == names


def test_what_the_name_tells_is_no_condition_of_the_grant() -> None:
    asked = {"StringEquals": {"aws:VpceOrgID": OURS}}
    [grant] = grants(allow(Condition=asked))
    assert grant.conditions == ()
    assert grant.witness["aws:vpceorgid"] == OURS


def test_the_request_that_shows_it_tells_what_a_variable_stands_for() -> None:
    asked = {"StringEquals": {"aws:VpceOrgID": "${aws:ResourceOrgID}"}}
    [grant] = grants(allow(Condition=asked))
    assert grant.witness["aws:resourceorgid"] == grant.witness["aws:vpceorgid"] == OURS


def test_what_the_name_leaves_out_is_one() -> None:
    pattern = f"arn:aws:ec2:eu-west-1:{FOREIGN}:vpc/*"
    [grant] = grants(allow(Condition={"ArnLike": {"aws:SourceVpcArn": pattern}}))
    assert grant.conditions == (Condition("ArnLike", "aws:sourcevpcarn", (pattern,)),)


def test_a_service_that_knows_no_owner_is_not_closed_by_asking_for_its_absence() -> (
    None
):
    asked = {
        "Null": {"aws:VpceAccount": "true"},
        "StringEquals": {"aws:SourceVpce": "vpce-1"},
    }
    assert open_to(allow(Condition=asked)) == {"vpce-1"}


def test_a_deny_of_other_owners_leaves_the_endpoints_of_one() -> None:
    asked = {"StringNotEqualsIfExists": {"aws:VpceOrgID": OURS}}
    assert open_to(allow(), deny(Condition=asked)) == {OURS}


def test_too_many_ways_are_answered_roughly() -> None:
    many = {
        "aws:SourceVpce": [f"vpce-{n}" for n in range(40)],
        "aws:VpceAccount": [f"{n:012d}" for n in range(40)],
    }
    [grant] = grants(allow(Condition={"StringEquals": many}))
    assert grant.is_approximate
    assert grant.principal.id == "*"


def test_the_narrowest_name_comes_first() -> None:
    names = [OURS, UNIT, HOME, VPC, "vpce-1"]
    assert sorted(names, key=narrowness) == ["vpce-1", VPC, HOME, UNIT, OURS]
