from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.edges import Edges
from accessmap.reach.join import Join, Members, Trust
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.nodes import Nodes
from accessmap.reach.powers import ASSUME, Clauses, Powers
from tests.accessmap.reach.test_powers import DOCUMENTS, allow, deny, told
from tests.cast import OLD_POS, ORGANIZATION, PAYMENTS, SHOP, TANUKI

TARGET = f"arn:aws:iam::{PAYMENTS}:role/Target"
SECOND = f"arn:aws:iam::{PAYMENTS}:role/Second"
CALLER = f"arn:aws:iam::{SHOP}:role/Caller"
IDLE = f"arn:aws:iam::{SHOP}:role/Idle"
WHOLE = Trust(TARGET, PAYMENTS, PrincipalKind.ACCOUNT, SHOP, SHOP, grant=7)


class Found:
    """A join with one caller, told by names."""

    def __init__(self, powers: Powers, *trusts: Trust) -> None:
        paths = dict.fromkeys((PAYMENTS, SHOP, OLD_POS), f"{ORGANIZATION}/r-1/")
        self.nodes, self.edges = Nodes(), Edges()
        read = frozenset({PAYMENTS, SHOP})
        join = Join(self.nodes, self.edges, Members(paths, read))
        for home, arn in ((PAYMENTS, TARGET), (PAYMENTS, SECOND), (SHOP, IDLE)):
            join.caller(arn, NodeKind.ROLE, home, join.number(Powers()))
        join.caller(CALLER, NodeKind.ROLE, SHOP, join.number(powers))
        for each in trusts:
            join.trust(each)
        join.finish()

    def edges_by_name(self) -> dict[tuple[str, str], tuple[EdgeKind, Doubt]]:
        keys = [each.key for each in self.nodes.all()]
        sources, targets, kinds, doubts, _grants = self.edges.arrays()
        return {
            (keys[one], keys[other]): (EdgeKind(kind), Doubt(doubt))
            for one, other, kind, doubt in zip(
                sources, targets, kinds, doubts, strict=True
            )
        }


def test_trust_in_an_account_lets_in_whoever_may_assume_the_role() -> None:
    found = Found(Powers(told(allow(resource=TARGET))), WHOLE).edges_by_name()
    assert found == {
        (CALLER, TARGET): (EdgeKind.BECOME, Doubt.NONE),
        (SHOP, TARGET): (EdgeKind.BECOME, Doubt.NONE),
    }


def test_trusted_but_not_allowed_is_no_edge() -> None:
    for powers in (Powers(), Powers(told(allow(), deny(resource=TARGET)))):
        assert (CALLER, TARGET) not in Found(powers, WHOLE).edges_by_name()


def test_a_named_role_of_another_account_needs_its_own_half() -> None:
    named = replace(WHOLE, principal_kind=PrincipalKind.ROLE, principal=CALLER)
    may = Powers(told(allow(resource=TARGET)))
    assert (CALLER, TARGET) in Found(may, named).edges_by_name()
    assert Found(Powers(), named).edges_by_name() == {}


def test_a_named_role_of_the_same_account_needs_none() -> None:
    named = Trust(TARGET, PAYMENTS, PrincipalKind.ROLE, SECOND, PAYMENTS)
    assert (SECOND, TARGET) in Found(Powers(), named).edges_by_name()


def test_a_role_that_is_gone_is_nobody_and_one_unread_may_be_somebody() -> None:
    gone = f"arn:aws:iam::{SHOP}:role/Gone"
    unread = f"arn:aws:iam::{OLD_POS}:role/Till"
    kind = PrincipalKind.ROLE
    trusts = (
        Trust(TARGET, PAYMENTS, kind, gone, SHOP),
        Trust(TARGET, PAYMENTS, kind, unread, OLD_POS),
    )
    found = Found(Powers(), *trusts).edges_by_name()
    assert found == {(unread, TARGET): (EdgeKind.BECOME, Doubt.ASSUMED)}


def test_an_outsider_is_one_node_whatever_of_it_is_named() -> None:
    role = f"arn:aws:iam::{TANUKI}:role/agent"
    trusts = (
        Trust(TARGET, PAYMENTS, PrincipalKind.ROLE, role, TANUKI),
        Trust(SECOND, PAYMENTS, PrincipalKind.ACCOUNT, TANUKI, TANUKI),
    )
    found = Found(Powers(), *trusts).edges_by_name()
    assert set(found) == {(TANUKI, TARGET), (TANUKI, SECOND)}
    assert {doubt for _kind, doubt in found.values()} == {Doubt.ASSUMED}


def test_outsiders_are_let_in_as_anybody_is() -> None:
    google = "arn:aws:iam::338812907744:oidc-provider/accounts.google.com"
    trusts = (
        Trust(SECOND, PAYMENTS, PrincipalKind.ACCOUNT, TANUKI, TANUKI),
        Trust(SECOND, PAYMENTS, PrincipalKind.FEDERATED, google, "", party="OIDC:g"),
        Trust(TARGET, PAYMENTS, PrincipalKind.PUBLIC, "*", "", party="any-account"),
    )
    found = Found(Powers(), *trusts).edges_by_name()
    for outsider in (TANUKI, "OIDC:g"):
        assert found[outsider, "any-account"] == (EdgeKind.ANYBODY, Doubt.NONE)
    assert ("any-account", TARGET) in found


def test_a_service_of_aws_is_not_let_in_as_anybody_is() -> None:
    service = "backup.amazonaws.com"
    trusts = (
        Trust(SECOND, PAYMENTS, PrincipalKind.SERVICE, service, "", party=service),
        Trust(TARGET, PAYMENTS, PrincipalKind.PUBLIC, "*", "", party="public"),
    )
    assert set(Found(Powers(), *trusts).edges_by_name()) == {
        (service, SECOND),
        ("public", TARGET),
    }


def everyone(target: str) -> Trust:
    kind = PrincipalKind.ORGANIZATION
    return Trust(target, PAYMENTS, kind, ORGANIZATION, "", party=ORGANIZATION)


def test_an_organization_stays_one_symbol_for_who_may_assume_anything() -> None:
    found = Found(Powers(told(allow())), everyone(TARGET), everyone(SECOND))
    assert set(found.edges_by_name()) == {
        (ORGANIZATION, TARGET),
        (ORGANIZATION, SECOND),
        (CALLER, ORGANIZATION),
    }


def test_who_may_assume_some_roles_only_is_joined_with_those() -> None:
    some = Powers(told(allow(resource=f"arn:aws:iam::{PAYMENTS}:role/Ta*")))
    found = Found(some, everyone(TARGET), everyone(SECOND)).edges_by_name()
    assert (CALLER, TARGET) in found
    assert (CALLER, SECOND) not in found
    assert (CALLER, ORGANIZATION) not in found


@given(DOCUMENTS)
def test_each_caller_is_asked_about_each_role(policies: Clauses) -> None:
    powers = Powers(policies)
    both_roles = [replace(WHOLE, target=each) for each in (TARGET, SECOND)]
    through_account = Found(powers, *both_roles).edges_by_name()
    in_all = Found(powers, everyone(TARGET), everyone(SECOND)).edges_by_name()
    for target in (TARGET, SECOND):
        doubt = powers.lets(ASSUME, target)
        edge = None if doubt is None else (EdgeKind.BECOME, doubt)
        assert through_account.get((CALLER, target)) == edge
        is_held = (CALLER, ORGANIZATION) in in_all
        assert (is_held or (CALLER, target) in in_all) is (edge is not None)


def test_a_bucket_of_another_account_needs_the_callers_half_too() -> None:
    bucket = Trust(
        "arn:aws:s3:::pay-metrics",
        PAYMENTS,
        PrincipalKind.ACCOUNT,
        SHOP,
        SHOP,
        kind=EdgeKind.READ,
        actions=("s3:GetObject",),
    )
    may = Powers(told(allow("s3:*")))
    found = Found(may, bucket).edges_by_name()
    assert found[CALLER, bucket.target] == (EdgeKind.READ, Doubt.ROUGH)
    assert (IDLE, bucket.target) not in found


def test_a_grant_goes_no_further_than_the_callers_own_policies() -> None:
    bucket = Trust(
        "arn:aws:s3:::pay-metrics",
        PAYMENTS,
        PrincipalKind.ACCOUNT,
        SHOP,
        SHOP,
        kind=EdgeKind.ADMINISTER,
        actions=("s3:*",),
    )
    reader = Powers(told(allow("s3:GetObject")))
    found = Found(reader, bucket).edges_by_name()
    assert found[CALLER, bucket.target] == (EdgeKind.READ, Doubt.ROUGH)
