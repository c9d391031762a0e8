"""Networks and doors."""

from __future__ import annotations

from tests.accessmap.policy.callers import FOREIGN, HOME, OURS
from tests.accessmap.policy.stage import allow, deny, grants


def open_to(*statements: object) -> set[str]:
    return {each.principal.id for each in grants(*statements) if not each.is_blocked}


def test_the_widest_open_range_is_named() -> None:
    asked = {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113.7/32"]}}
    assert open_to(allow(Condition=asked)) == {"203.0.113.0/24"}


def test_ranges_of_two_statements_are_judged_together_within_one_allow() -> None:
    asked = {"IpAddress": {"aws:SourceIp": ["0.0.0.0/2", "64.0.0.0/2"]}}
    assert open_to(allow(Condition=asked)) == {"*"}


def test_a_request_comes_by_address_or_by_endpoint() -> None:
    asked = {
        "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
        "StringEquals": {"aws:SourceVpce": "vpce-1"},
    }
    assert open_to(allow(Condition=asked)) == set()


def test_a_deny_outside_an_endpoint_leaves_the_endpoint() -> None:
    asked = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
    assert open_to(allow(), deny(Condition=asked)) == {"vpce-1"}


def test_access_points_of_an_account_stand_for_the_account() -> None:
    asked = {"StringEquals": {"s3:DataAccessPointAccount": HOME}}
    assert open_to(allow(Condition=asked)) == {HOME}


def test_whoever_comes_from_a_network_is_asked_not_to_use_an_access_point() -> None:
    """As everybody is, from whichever network."""
    direct = {"Null": {"s3:DataAccessPointAccount": "true"}}
    near = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    for condition in (direct, {**direct, **near}):
        [grant] = grants(allow(Condition=condition))
        [asked] = [e for e in grant.conditions if e.operator == "Null"]
        assert (asked.key, asked.values) == ("s3:dataaccesspointaccount", ("true",))


def test_whoever_comes_from_a_network_is_asked_who_they_are_too() -> None:
    asked = {
        "ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": OURS},
        "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
    }
    [grant] = grants(allow(Condition=asked))
    assert grant.principal.id == "203.0.113.0/24"
    assert [each.key for each in grant.conditions] == ["aws:principalorgid"]


def test_an_account_is_asked_to_come_by_the_access_point_that_is_named() -> None:
    point = f"arn:aws:s3:us-east-1:{HOME}:accesspoint/ours"
    asked = {
        "ArnLike": {"s3:DataAccessPointArn": point},
        "StringEquals": {"aws:PrincipalAccount": FOREIGN},
    }
    [grant] = grants(allow(Condition=asked))
    assert grant.principal.id == FOREIGN
    assert [each.values for each in grant.conditions] == [(point,)]
