from __future__ import annotations

import pytest

from accessmap.models import Account, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from accessmap.reach import fresh
from accessmap.reach.kinds import EdgeKind
from accessmap.reach.party import IDENTITY_CENTER
from accessmap.reach.questions import BY_NAME
from accessmap.reach.ranking import admins_elsewhere, third_parties
from tests.accessmap.reach.test_powers import allow
from tests.accessmap.reach.test_questions import carry
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import IDS, settle
from tests.rows import make_grant

pytestmark = pytest.mark.django_db


def ours() -> frozenset[str]:
    return frozenset(Account.objects.present().values_list("account_id", flat=True))


def lets_in(role: str, account: str, who: str) -> None:
    make_grant(
        Resource.objects.get(account_id=account, name=role),
        principal=Principal(PrincipalKind.ROLE, who, who.split(":")[4]),
        zone=Zone.ORGANIZATION,
        verdict=Verdict.IN_ORG,
    )


def test_who_controls_accounts_is_counted_by_account_and_not_by_role() -> None:
    settle()
    runner = carry("Runner", IDS["ci-cd"], allow("sts:AssumeRole"))
    for name in ("One", "Two"):
        carry(name, PAYMENTS, allow("*"))
        lets_in(name, PAYMENTS, runner)
    others = [f"{900_000_000_000 + number}" for number in range(210)]
    for account in others:
        carry("One", account, allow("*"))
        lets_in("One", account, runner)
    index = fresh.rebuild()
    admins = {index.keys[e.node]: e.accounts for e in admins_elsewhere(index)}
    assert admins[runner] == 211  # none is cut off
    assert not admins_elsewhere(index, [EdgeKind.BECOME, EdgeKind.CHAIN])


def test_a_kind_of_way_that_is_switched_off_counts_for_nobody() -> None:
    settle()
    index = fresh.rebuild()
    every = {e.node: e.accounts for e in third_parties(index, ours())}
    off = (*BY_NAME, EdgeKind.BECOME)
    few = {e.node: e.accounts for e in third_parties(index, ours(), off)}
    tanuki = index.find(TANUKI)
    assert tanuki is not None
    assert few.get(tanuki, 0) < every[tanuki]
    same = third_parties(index, ours(), [*BY_NAME, EdgeKind.ESCALATE, EdgeKind.CHAIN])
    assert {e.node for e in same} == set(every)


def test_the_organizations_own_directory_is_no_third_party() -> None:
    settle()
    index = fresh.rebuild()
    keys = {index.keys[each.node] for each in third_parties(index, ours())}
    assert IDENTITY_CENTER not in keys
    assert any(key.startswith("OIDC:") for key in keys)
