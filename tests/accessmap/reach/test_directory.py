"""People of Identity Center reach what they are assigned, and nothing more."""

from __future__ import annotations

import pytest

from accessmap.models import Account, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.reach import fresh
from accessmap.reach.index import Index
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.questions import blast, paths, who_reaches
from accessmap.reach.search import search
from tests.cast import PAYMENTS, SHOP
from tests.rows import make_account, make_grant, make_resource

pytestmark = pytest.mark.django_db

SET = "arn:aws:sso:::instance/ssoins-1/ps-1"
HANA, ADMINS = "hana-id", "admins-id"
PEOPLE = "arn:aws:identitystore:::"
HANA_ARN, ADMINS_ARN = f"{PEOPLE}user/{HANA}", f"{PEOPLE}group/{ADMINS}"


def person(unique_id: str, name: str, kind: str = "User", **facts: object) -> Resource:
    return make_resource(
        Account.objects.get(account_id=PAYMENTS),
        arn=f"{PEOPLE}{kind.lower()}/{unique_id}",
        name=name,
        resource_type=f"AWS::IdentityStore::{kind}",
        unique_id=unique_id,
        facts=facts,
    )


def assign(kind: PrincipalKind, who: str, account_id: str) -> None:
    assignment = make_resource(
        Account.objects.get(account_id=account_id),
        arn=f"{SET}/account/{account_id}",
        name="Administrator",
        resource_type="AWS::SSO::AccountAssignment",
    )
    make_grant(
        assignment,
        policy_kind=PolicyKind.ASSIGNMENT,
        principal=Principal(kind, who),
        verdict=Verdict.FEDERATED,
        zone=Zone.FEDERATED,
    )


def reserved_role() -> str:
    name = "AWSReservedSSO_Administrator_1d4e0a77c2b95f30"
    arn = f"arn:aws:iam::{PAYMENTS}:role/aws-reserved/sso.amazonaws.com/{name}"
    payments = Account.objects.get(account_id=PAYMENTS)
    return make_resource(payments, arn=arn, name=name).arn


@pytest.fixture
def index() -> Index:
    for account_id in (PAYMENTS, SHOP):
        make_account(account_id)
    person(HANA, "Hana Mori", user_name="hana.mori", emails=["hana@kitsune.example"])
    person("rin-id", "Rin Takeda")
    person(ADMINS, "Admins", "Group", members=[HANA])
    reserved_role()
    assign(PrincipalKind.GROUP, ADMINS, PAYMENTS)
    assign(PrincipalKind.PERSON, HANA, SHOP)
    return fresh.rebuild()


def node(index: Index, key: str) -> int:
    found = index.find(key)
    assert found is not None, key
    return found


def test_a_person_becomes_the_role_of_their_groups_permission_set(index: Index) -> None:
    (way,) = paths(index, node(index, HANA_ARN), node(index, PAYMENTS))
    into_group, into_role = way.hops
    assert into_group.kind is EdgeKind.HOLD
    assert index.keys[into_group.target] == ADMINS_ARN
    assert into_role.kind is EdgeKind.BECOME
    assert into_role.grant > 0
    assert "AWSReservedSSO_Administrator" in index.keys[into_role.target]


def test_who_is_assigned_nothing_reaches_nothing(index: Index) -> None:
    assert not len(blast(index, node(index, f"{PEOPLE}user/rin-id")).nodes)


def test_a_role_that_was_not_read_is_reached_all_the_same(index: Index) -> None:
    (way,) = paths(index, node(index, HANA_ARN), node(index, SHOP))
    assert way.doubt is Doubt.ASSUMED
    assert index.kind(way.hops[0].target) is NodeKind.OTHER


def test_who_gets_to_an_account_names_people_and_groups(index: Index) -> None:
    found = who_reaches(index, node(index, PAYMENTS))
    people = found.of_kinds(index, [NodeKind.PERSON, NodeKind.GROUP])
    assert {index.keys[int(each)] for each in people.nodes} == {HANA_ARN, ADMINS_ARN}


@pytest.mark.parametrize("text", ["hana mori", "hana@kitsune", "hana.mori"])
def test_a_person_is_found_by_name_and_mail(index: Index, text: str) -> None:
    assert search(index, text) == [node(index, HANA_ARN)]


def test_the_directory_itself_is_nothing_that_is_reached(index: Index) -> None:
    assert index.kind(node(index, HANA_ARN)) is NodeKind.PERSON
    assert index.home_name(node(index, HANA_ARN)) == ""
