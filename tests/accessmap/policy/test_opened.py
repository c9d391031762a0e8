"""Whom a plain Allow lets in."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.policy.document import parse
from accessmap.policy.kinds import FederatedScope, PolicyKind, Zone
from accessmap.policy.opened import Opened, opened
from accessmap.policy.subject import Subject
from accessmap.policy.whom import NotPlain
from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OURS, ZONE

GITHUB = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::{HOME}:oidc-provider/{GITHUB}"


def let_in(principal: object, action: str = "sts:AssumeRole", **asked: Any) -> Any:
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": principal,
            "Action": action,
            "Condition": asked,
        },
    }
    arn = f"arn:aws:iam::{HOME}:role/r"
    subject = Subject(arn, "AWS::IAM::Role", HOME, PolicyKind.TRUST, policy)
    return opened(subject, ZONE, parse(policy).statements[0])


def told(found: list[Opened]) -> list[tuple[str, Zone]]:
    return [(each.owner, each.zone) for each in found]


def test_each_principal_stands_in_its_zone() -> None:
    found = let_in({"AWS": [HOME, MEMBER, FOREIGN], "Service": "ec2.amazonaws.com"})
    assert told(found) == [
        (HOME, Zone.SAME_ACCOUNT),
        (MEMBER, Zone.ORGANIZATION),
        (FOREIGN, Zone.EXTERNAL),
        ("ec2.amazonaws.com", Zone.SERVICE),
    ]


def test_an_account_holds_its_roles() -> None:
    found = let_in({"AWS": [f"arn:aws:iam::{FOREIGN}:role/etl", FOREIGN]})
    assert told(found) == [(FOREIGN, Zone.EXTERNAL)]


def test_a_deleted_role_is_nobody() -> None:
    [found] = let_in({"AWS": "AROA1234567890ABCDEF0"})
    assert (found.owner, found.principal) == ("AROA1234567890ABCDEF0", None)


def test_an_organization_may_stand_for_everyone() -> None:
    asked = {"aws:PrincipalOrgID": OURS}
    assert told(let_in("*", StringEquals=asked)) == [(OURS, Zone.ORGANIZATION)]
    assert told(let_in("*")) == [("*", Zone.PUBLIC)]


@pytest.mark.parametrize(
    ("subject", "scope"),
    [
        ("repo:kitsune/*", FederatedScope.RESTRICTED),
        ("repo:*", FederatedScope.ANY),
        ("repo:kits*", FederatedScope.ANY),
    ],
)
def test_a_subject_tells_whose_token_it_is(subject: str, scope: object) -> None:
    action = "sts:AssumeRoleWithWebIdentity"
    asked = {f"{GITHUB}:sub": subject}
    [found] = let_in({"Federated": PROVIDER}, action, StringLike=asked)
    assert found.scope is scope


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": ["*", FOREIGN]},
        {"AWS": f"arn:aws:sts::{FOREIGN}:assumed-role/app/s1"},
        {"CanonicalUser": "79a59d"},
        {"Federated": PROVIDER},
    ],
)
def test_others_take_the_long_way(principal: object) -> None:
    with pytest.raises(NotPlain):
        let_in(principal)
