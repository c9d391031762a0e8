from __future__ import annotations

import pytest

from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.graph.opened import BUDGET, Opened, opened
from accessmap.graph.opened_places import placed
from accessmap.graph.parties import Parties
from accessmap.policy.grant import Blocker, Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
PAYER = f"arn:aws:iam::{PAYMENTS}:role/payer"


def unfolded(home: str = PAYMENTS) -> Opened:
    return opened(matching(GrantFilter()), Parties(), home)


def test_who_comes_in_what_is_there_and_where_it_gets_in() -> None:
    rows.make_counterparty()
    rows.make_grant(rows.make_resource(name="TanukiIntegration"))
    shop = rows.make_bucket(rows.make_account(SHOP), name="orders")
    rows.make_grant(
        shop,
        principal=Principal(PrincipalKind.ROLE, PAYER, PAYMENTS),
        zone=Zone.ORGANIZATION,
        verdict=Verdict.IN_ORG,
    )
    found = unfolded()
    told = {(each.side, each.name, each.note) for each in found.things}
    assert told == {
        ("left", "Tanuki Observability", TANUKI),
        ("home", "TanukiIntegration", "AWS::IAM::Role"),
        ("home", "payer", ""),
        ("right", "orders", "AWS::S3::Bucket"),
    }
    assert [(each.source.name, each.target.name) for each in found.links] == [
        ("Tanuki Observability", "TanukiIntegration"),
        ("payer", "orders"),
    ]


def test_a_role_that_is_let_in_and_lets_in_is_one_thing() -> None:
    role = rows.make_resource(name="payer")
    rows.make_grant(role)
    rows.make_grant(
        rows.make_bucket(rows.make_account(SHOP)),
        principal=Principal(PrincipalKind.ROLE, role.arn, PAYMENTS),
        zone=Zone.ORGANIZATION,
        verdict=Verdict.IN_ORG,
    )
    assert len(unfolded().things) == 3


def test_grants_between_the_same_two_are_one_line_and_blocked_ones_are_told() -> None:
    role = rows.make_resource()
    rows.make_grant(role)
    scp = Blocker("scp", "no", is_total=True)
    rows.make_grant(role, actions=("sts:TagSession",), blocked_by=(scp,))
    (link,) = unfolded().links
    assert (link.held, link.blocked) == ({"external": 1}, {"external": 1})
    assert link.words == {"from": TANUKI, "to": PAYMENTS, "resource": role.arn}


def test_beyond_the_budget_nothing_is_drawn() -> None:
    account = rows.make_account()
    for _each in range(BUDGET - 1):
        rows.make_grant(rows.make_resource(account))
    assert len(unfolded().things) == BUDGET
    rows.make_grant(rows.make_resource(account))
    found = unfolded()
    assert found.is_over
    assert found.things == []


def test_nothing_lies_on_anything_and_all_that_is_home_lies_in_its_box() -> None:
    account = rows.make_account()
    for number in range(90):
        make = rows.make_bucket if number % 3 else rows.make_resource
        who = f"arn:aws:iam::{TANUKI}:role/r{number % 40}"
        rows.make_grant(
            make(account), principal=Principal(PrincipalKind.ROLE, who, TANUKI)
        )
    found = unfolded()
    drawn = placed(found, Parties())
    spots = [(each["x"], each["y"]) for each in (*drawn["things"], *drawn["parties"])]
    assert len(set(spots)) == len(found.things)
    land = drawn["land"]
    for each in drawn["things"]:
        assert 0 < each["x"] < land["w"]
        assert 0 < each["y"] < land["h"]
    piles = drawn["territories"][1:]
    for one in piles:
        for other in piles:
            apart = (
                one is other
                or one["x"] + one["w"] <= other["x"]
                or other["x"] + other["w"] <= one["x"]
                or one["y"] + one["h"] <= other["y"]
                or other["y"] + other["h"] <= one["y"]
            )
            assert apart
    assert {each["source"] for each in drawn["edges"]} == {
        each["id"] for each in drawn["parties"]
    }
