from __future__ import annotations

import pytest

from accessmap.graph.bundles import bundles, within, worst
from accessmap.graph.parties import Parties
from accessmap.models import Grant
from accessmap.policy.grant import Blocker
from accessmap.policy.kinds import Verdict
from tests.cast import PAYMENTS, TANUKI
from tests.rows import make_grant

pytestmark = pytest.mark.django_db
STOPPED = (Blocker("rcp", "only-our-org"),)


def test_grants_of_one_party_to_one_account_are_one_edge() -> None:
    for _number in range(3):
        make_grant()
    [edge] = bundles(Grant.objects.all(), Parties())
    assert (edge.source.id, edge.target, edge.count) == (TANUKI, PAYMENTS, 3)


def test_the_worst_verdict_names_the_edge() -> None:
    make_grant()
    make_grant(verdict=Verdict.ANY_ACCOUNT)
    [edge] = bundles(Grant.objects.all(), Parties())
    assert edge.verdict == Verdict.ANY_ACCOUNT


def test_what_is_blocked_does_not_make_an_edge_look_worse() -> None:
    make_grant()
    make_grant(verdict=Verdict.PUBLIC, blocked_by=STOPPED)
    [edge] = bundles(Grant.objects.all(), Parties())
    assert edge.verdict == Verdict.EXTERNAL
    assert edge.count == 2


def test_an_edge_of_which_nothing_gets_through_is_blocked_and_still_there() -> None:
    make_grant(blocked_by=STOPPED)
    [edge] = bundles(Grant.objects.all(), Parties())
    assert edge.is_blocked


def test_edges_come_worst_first() -> None:
    assert worst({"in-org": 9, "public": 1, "external": 3}) == "public"


def test_the_grants_of_an_edge_are_found_again() -> None:
    mine = make_grant()
    assert within(Grant.objects.all(), Parties(), [TANUKI]) == [mine.pk]
    assert within(Grant.objects.all(), Parties(), ["public"]) == []
