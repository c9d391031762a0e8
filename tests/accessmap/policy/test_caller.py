"""Callers: everything that goes with who one is."""

from __future__ import annotations

from accessmap.policy.atoms import Atoms
from accessmap.policy.caller import Caller, Kind, people
from accessmap.policy.document import parse
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.principal import names
from accessmap.policy.scene import Scene
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import FOREIGN, HOME, OURS, ZONE
from tests.accessmap.policy.stage import grants


def user_ids(principal: str, wanted: str) -> list[Grant]:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{FOREIGN}:{principal}"},
        "Action": "s3:GetObject",
        "Resource": "*",
        "Condition": {"StringLike": {"aws:userid": wanted}},
    }
    return grants(statement)


def test_a_named_role_may_be_asked_for_its_unique_id() -> None:
    for wanted in ("AROAETLETLETLETLETLET:*", "AROAETLETLETLETLETLET:s1", "*:s1"):
        [grant] = user_ids("role/etl", wanted)
        assert grant.principal.id == f"arn:aws:iam::{FOREIGN}:role/etl"
        assert [each.key for each in grant.conditions] == ["aws:userid"]
    [grant] = user_ids("user/bob", "AIDABOBBOBBOBBOBBOBBO")
    assert grant.principal.id == f"arn:aws:iam::{FOREIGN}:user/bob"


def test_no_role_has_the_unique_id_of_a_user() -> None:
    assert user_ids("role/etl", "AIDABOBBOBBOBBOBBOBBO") == []
    assert user_ids("user/bob", "AROAETLETLETLETLETLET:s1") == []


def test_a_role_by_its_arn_may_be_asked_for_its_unique_id() -> None:
    arn = f"arn:aws:iam::{FOREIGN}:role/etl"
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "*",
        "Condition": {
            "ArnEquals": {"aws:PrincipalArn": arn},
            "StringLike": {"aws:userid": "AROAETLETLETLETLETLET:*"},
        },
    }
    [grant] = grants(statement)
    assert (grant.principal.id, grant.zone) == (arn, "external")


def callers(kind: str = "AWS::S3::Bucket", **condition: object) -> list[Caller]:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": FOREIGN},
        "Action": "*",
        "Condition": condition,
    }
    document = parse({"Version": "2012-10-17", "Statement": statement})
    return list(
        people(
            Scene(
                Subject("", kind, HOME, PolicyKind.RESOURCE, document),
                ZONE,
                Atoms.of((each, True) for each in document.statements),
                frozenset(n for each in document.statements for n in names(each)),
                "aws",
            )
        )
    )


def test_the_first_is_anonymous_and_has_no_arn() -> None:
    first = callers()[0]
    assert first.kind is Kind.ANONYMOUS
    assert "aws:principalarn" not in first.keys


def test_nobody_asks_a_key_without_signing() -> None:
    assert not any(each.kind is Kind.ANONYMOUS for each in callers("AWS::KMS::Key"))


def test_no_foreign_account_carries_our_organization() -> None:
    for each in callers(StringEquals={"aws:PrincipalOrgID": OURS}):
        if each.place and each.place.account == FOREIGN:
            assert each.keys.get("aws:principalorgid") != (OURS,)


def test_an_arn_lies_in_its_account() -> None:
    asked = {"aws:PrincipalArn": ["arn:aws:iam::*:role/x*", "*:user/b"]}
    for each in callers(StringLike=asked):
        if arn := each.keys.get("aws:principalarn"):
            assert arn[0].split(":")[4] == each.keys["aws:principalaccount"][0]
