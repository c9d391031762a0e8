"""The invented organization of the pages, asked by name."""

from __future__ import annotations

import pytest

from accessmap.models import Account, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from accessmap.reach import fresh
from accessmap.reach.index import Index
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.questions import (
    accounts_reaching,
    blast,
    paths,
    who_reaches,
)
from accessmap.reach.ranking import admins_elsewhere, third_parties
from tests.accessmap.reach.test_powers import allow
from tests.cast import KAPPA, SHOP, STRANGER, TANUKI
from tests.kitsune import IDS, settle
from tests.rows import make_account, make_grant, make_resource, make_snapshot

pytestmark = pytest.mark.django_db
PAYMENTS = IDS["payments-prod"]
LAKE = IDS["data-lake"]


def carry(role: str, account: str, *statements: dict[str, object]) -> str:
    """A role with a policy of its own."""
    resource = make_resource(make_account(account), name=role)
    content = {"Version": "2012-10-17", "Statement": list(statements)}
    make_snapshot(resource, content, kind="inline", name="own")
    return resource.arn


@pytest.fixture
def index() -> Index:
    settle()
    carry("Auditor", IDS["security-audit"], allow())
    carry("Idle", IDS["ci-cd"], allow("s3:GetObject"))
    return fresh.rebuild()


def node(index: Index, key: str) -> int:
    found = index.find(key)
    assert found is not None, key
    return found


def names(index: Index, nodes: object) -> set[str]:
    return {index.keys[int(each)] for each in nodes}  # type: ignore[attr-defined]


def test_a_vendor_gets_to_payments_in_one_step_by_its_grant(index: Index) -> None:
    found = paths(index, node(index, TANUKI), node(index, PAYMENTS))
    assert [len(each.hops) for each in found] == [1, 1, 1]
    hop = found[0].hops[0]
    assert hop.kind is EdgeKind.BECOME
    assert hop.grant > 0
    assert found[0].doubt is Doubt.ASSUMED  # their side is not ours to read


def test_an_account_without_a_caller_that_may_has_no_way(index: Index) -> None:
    start, goal = node(index, IDS["ci-cd"]), node(index, PAYMENTS)
    assert paths(index, start, goal) == []


def test_an_auditor_that_may_assume_gets_where_it_is_trusted(index: Index) -> None:
    start = node(index, IDS["security-audit"])
    assert len(paths(index, start, node(index, LAKE))[0].hops) == 1


def test_who_reaches_payments_names_vendors_and_ours(index: Index) -> None:
    met = who_reaches(index, node(index, PAYMENTS))
    found = names(index, met.nodes)
    assert TANUKI in found
    assert f"arn:aws:iam::{IDS['security-audit']}:role/Auditor" in found
    assert f"arn:aws:iam::{IDS['ci-cd']}:role/Idle" not in found
    assert KAPPA not in found


def test_the_table_of_pairs_agrees_with_the_walk(index: Index) -> None:
    for account in Account.objects.present():
        met = who_reaches(index, node(index, account.account_id))
        table = set(accounts_reaching(index, account.account_id))
        assert table == set(met.accounts(index)) - {account.account_id}


def test_what_falls_with_a_vendor_is_what_it_was_let_into(index: Index) -> None:
    met = blast(index, node(index, TANUKI))
    assert {PAYMENTS, SHOP, LAKE} == set(met.accounts(index)) - {TANUKI}
    assert len(met.of_kinds(index, [NodeKind.ROLE]).nodes) == 5
    assert met.steps.max() == 1


def test_third_parties_are_ranked_by_the_accounts_they_reach(index: Index) -> None:
    ours = frozenset(Account.objects.present().values_list("account_id", flat=True))
    found = [(index.keys[e.node], e.accounts) for e in third_parties(index, ours)]
    counts = dict(found)
    assert counts[TANUKI] == 3
    assert counts["SAML:Okta"] == 4
    assert counts[STRANGER] == 1
    assert found[0][1] == max(counts.values())
    assert LAKE not in counts


def test_who_becomes_an_admin_elsewhere_is_found() -> None:
    settle()
    carry("Auditor", IDS["security-audit"], allow())
    role = Account.objects.get(account_id=PAYMENTS)
    from accessmap.models import Grant

    grant = Grant.objects.filter(
        principal=IDS["security-audit"], resource__account_id=role.account_id
    ).get()
    whole = {"Version": "2012-10-17", "Statement": [allow("*")]}
    make_snapshot(grant.resource, whole, kind="managed", name="Admin")
    index = fresh.rebuild()
    found = admins_elsewhere(index)
    assert {index.keys[each.first] for each in found} == {grant.resource.arn}
    sources = names(index, [each.node for each in found])
    assert f"arn:aws:iam::{IDS['security-audit']}:role/Auditor" in sources


def test_a_switch_leaves_a_kind_of_edge_out() -> None:
    settle()
    first = carry("Helper", PAYMENTS, allow("iam:AttachRolePolicy"))
    index = fresh.rebuild()
    start, goal = node(index, first), node(index, PAYMENTS)
    control = [goal]
    assert goal in blast(index, start).nodes
    assert not set(control) & set(blast(index, start, [EdgeKind.ESCALATE]).nodes)


def test_role_chaining_can_be_left_out() -> None:
    make_account(SHOP)
    middle = carry("Middle", SHOP, allow())
    make_grant(
        resource(middle), principal=Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)
    )
    last = carry("Last", LAKE)
    make_grant(resource(last), principal=Principal(PrincipalKind.ROLE, middle, SHOP))
    index = fresh.rebuild()
    ends = node(index, TANUKI), node(index, last)
    (way,) = paths(index, *ends)
    assert [hop.kind for hop in way.hops] == [EdgeKind.BECOME, EdgeKind.CHAIN]
    assert not paths(index, *ends, (EdgeKind.CHAIN,))


def resource(arn: str) -> Resource:
    return Resource.objects.get(arn=arn)
