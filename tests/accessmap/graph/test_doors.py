"""A service in a trust policy stands for whoever comes by it."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.doors import doors
from accessmap.graph.gates import Answer, Gate
from accessmap.models import Account, Grant, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from tests import rows
from tests.cast import MANAGEMENT, PAYMENTS, SHOP

pytestmark = pytest.mark.django_db
TOKYO = "ap-northeast-1"
HOME = f"arn:aws:iot:{TOKYO}:{PAYMENTS}"


def service(name: str, **more: Any) -> Grant:
    principal = Principal(PrincipalKind.SERVICE, f"{name}.amazonaws.com")
    return rows.make_grant(
        rows.make_resource(name="sensor"),
        **{
            "principal": principal,
            "zone": Zone.SERVICE,
            "verdict": Verdict.SERVICE,
            **more,
        },
    )


def made(kind: str, arn: str, **facts: Any) -> Resource:
    return rows.make_resource(
        arn=arn,
        name=arn.rpartition("/")[2],
        resource_type=kind,
        collector=kind.split("::")[1].lower(),
        region=TOKYO,
        facts=facts,
    )


def alias(role: str) -> Resource:
    return made("AWS::IoT::RoleAlias", f"{HOME}:rolealias/sensors", role=role)


def policy(name: str, action: str, resource: str = "*", **facts: Any) -> Resource:
    found = made("AWS::IoT::Policy", f"{HOME}:policy/{name}", **facts)
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    rows.make_snapshot(found, document, kind=PolicyKind.INLINE)
    return found


def read_whole(collector: str) -> None:
    crawl = rows.make_crawl()
    rows.make_coverage(crawl, collector=collector, service=collector, region=TOKYO)


def test_a_role_alias_tells_which_devices_come_by_it() -> None:
    row = service("credentials.iot")
    opened = alias(row.resource.arn)
    policy("sends", "iot:Publish", targets={"certificate": 9})
    policy(
        "sensor",
        "iot:AssumeRoleWithCertificate",
        opened.arn,
        targets={"certificate": 214, "group": 1},
        has_more_targets=True,
    )
    read_whole("iot")

    [gate] = doors(row.value)

    assert gate.name == f"Role alias sensors in {TOKYO}"
    assert gate.answer == Answer.PASSES
    assert "sensor (214 certificates, 1 group of things, and more)" in gate.reason
    assert "sends" not in gate.reason


def test_an_alias_of_another_role_opens_this_one_to_nobody() -> None:
    row = service("credentials.iot")
    alias(f"arn:aws:iam::{PAYMENTS}:role/another")
    read_whole("iot")

    [gate] = doors(row.value)

    assert gate.answer == Answer.UNSEEN
    assert "no device becomes it" in gate.reason


def test_what_was_not_read_is_no_closed_door() -> None:
    row = service("credentials.iot")

    [gate] = doors(row.value)

    assert gate.answer == Answer.UNSEEN
    assert "not known" in gate.reason


def test_an_alias_that_no_policy_lets_use_is_told() -> None:
    row = service("credentials.iot")
    alias(row.resource.arn)
    policy("elsewhere", "iot:*", f"{HOME}:rolealias/others")
    read_whole("iot")

    [gate] = doors(row.value)

    assert gate.answer == Answer.UNSEEN
    assert gate.reason == "No IoT policy that was read lets a device use it."


def test_a_policy_that_nobody_understands_may_let_devices_in() -> None:
    row = service("credentials.iot")
    alias(row.resource.arn)
    strange = made("AWS::IoT::Policy", f"{HOME}:policy/strange")
    rows.make_snapshot(strange, "no JSON", kind=PolicyKind.INLINE)

    gate = doors(row.value)[0]

    assert gate.answer == Answer.PASSES
    assert "strange (on nothing today)" in gate.reason


@pytest.mark.parametrize(
    ("is_enabled", "is_anchored", "answer", "words"),
    [
        (True, True, Answer.PASSES, "a certificate of factory"),
        (True, False, Answer.UNSEEN, "No trust anchor"),
        (False, True, Answer.UNSEEN, "switched off"),
    ],
)
def test_a_profile_tells_whose_certificates_open_the_role(
    *,
    is_enabled: bool,
    is_anchored: bool,
    answer: Answer,
    words: str,
) -> None:
    row = service("rolesanywhere")
    home = f"arn:aws:rolesanywhere:{TOKYO}:{PAYMENTS}"
    kind = "AWS::RolesAnywhere::"
    roles = [row.resource.arn]
    made(f"{kind}Profile", f"{home}:profile/robots", roles=roles, is_enabled=is_enabled)
    anchor = f"{home}:trust-anchor/factory"
    made(f"{kind}TrustAnchor", anchor, is_enabled=is_anchored)
    read_whole("rolesanywhere")

    [gate] = doors(row.value)

    assert (gate.name, gate.answer) == (f"Profile robots in {TOKYO}", answer)
    assert words in gate.reason


def test_a_role_that_no_profile_lists_says_so() -> None:
    row = service("rolesanywhere")
    read_whole("rolesanywhere")
    [gate] = doors(row.value)
    assert gate == Gate(
        "Profiles of Roles Anywhere",
        Answer.UNSEEN,
        "None lists this role today, so no certificate opens it; whoever may make one "
        "can change that.",
    )


def authorization() -> Grant:
    """Shop may gather what Config records in payments."""
    rows.make_account(SHOP)
    resource = made(
        "AWS::Config::AggregationAuthorization",
        f"arn:aws:config:{TOKYO}:{PAYMENTS}:aggregation-authorization/{SHOP}/{TOKYO}",
    )
    return rows.make_grant(
        resource,
        principal=Principal(PrincipalKind.ACCOUNT, SHOP, SHOP),
        policy_kind=PolicyKind.SHARE,
        zone=Zone.ORGANIZATION,
        verdict=Verdict.IN_ORG,
    )


def aggregator(name: str, **facts: Any) -> Resource:
    return rows.make_resource(
        rows.make_account(SHOP),
        arn=f"arn:aws:config:{TOKYO}:{SHOP}:config-aggregator/{name}",
        name=name,
        resource_type="AWS::Config::ConfigurationAggregator",
        collector="config",
        region=TOKYO,
        facts=facts,
    )


def test_an_authorization_tells_which_aggregators_gather() -> None:
    row = authorization()
    aggregator("all", is_of_organization=True)
    aggregator("ours", accounts=[PAYMENTS])
    aggregator("others", accounts=[MANAGEMENT])

    [gate] = doors(row.value)

    assert gate.answer == Answer.PASSES
    assert gate.reason == "These gather from this account today: all, ours."


@pytest.mark.parametrize(("is_read", "words"), [(True, "None gathers"), (False, "not")])
def test_an_authorization_that_nobody_uses_may_be_used(
    *, is_read: bool, words: str
) -> None:
    row = authorization()
    if is_read:
        rows.make_coverage(
            account_id=SHOP, collector="config", service="config", region=TOKYO
        )

    [gate] = doors(row.value)

    assert gate.answer == Answer.UNSEEN
    assert words in gate.reason


def test_of_an_outsiders_aggregators_nothing_is_said() -> None:
    row = authorization()
    Account.objects.filter(account_id=SHOP).delete()
    assert doors(row.value) == []


def test_other_services_and_other_documents_have_no_such_door() -> None:
    assert doors(service("lambda").value) == []
    bucket = rows.make_grant(
        rows.make_bucket(),
        principal=Principal(PrincipalKind.SERVICE, "credentials.iot.amazonaws.com"),
        policy_kind=PolicyKind.RESOURCE,
    )
    assert doors(bucket.value) == []
