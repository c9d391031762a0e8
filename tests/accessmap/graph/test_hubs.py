from __future__ import annotations

from collections.abc import Iterable

from accessmap.graph.bundles import Bundle
from accessmap.graph.hubs import at_gates
from accessmap.graph.parties import Group, Party
from accessmap.policy.kinds import Verdict
from tests.accessmap.graph.lands import kitsune

PRODUCTION = [f"Production-{index:03}" for index in range(6)]
EVERYBODY = [
    *PRODUCTION,
    *(f"Staging-{index:03}" for index in range(3)),
    *(f"Security-{index:03}" for index in range(3)),
    *(f"Infrastructure-{index:03}" for index in range(4)),
    *(f"Data-{index:03}" for index in range(3)),
    *(f"Sandbox-{index:03}" for index in range(3)),
    "Gone-000",
    "root-000",
]
AUDIT = Party("Security-000", Group.HOME)


def trusted(
    targets: Iterable[str], source: Party = AUDIT, verdict: Verdict = Verdict.IN_ORG
) -> list[Bundle]:
    return [
        Bundle(source, target, {verdict: 1})
        for target in targets
        if target != source.id
    ]


def test_whom_everybody_trusts_is_one_edge_to_the_gate_of_the_whole() -> None:
    drawn = at_gates(trusted(EVERYBODY), kitsune())
    [edge] = drawn.edges
    assert (edge.source, edge.target) == (AUDIT, "unit:root")
    assert edge.held == {Verdict.IN_ORG: 23}
    assert drawn.accounts(edge) == 23


def test_whom_one_unit_trusts_is_one_edge_to_that_unit() -> None:
    drawn = at_gates(trusted([*PRODUCTION[:4], "Data-001"]), kitsune())
    assert [(each.target, each.count) for each in drawn.edges] == [
        ("unit:Production", 4),
        ("Data-001", 1),
    ]


def test_fewer_than_two_thirds_of_a_unit_stay_edges_of_their_own() -> None:
    seven = [*PRODUCTION[:4], "Staging-000"]
    in_workloads = at_gates(trusted(seven), kitsune()).edges
    assert {each.target for each in in_workloads} == {"unit:Production", "Staging-000"}
    assert len(at_gates(trusted(PRODUCTION[:3]), kitsune()).edges) == 3


def test_three_of_three_can_be_followed_one_by_one() -> None:
    data = [f"Data-{index:03}" for index in range(3)]
    assert len(at_gates(trusted(data), kitsune()).edges) == 3


def test_no_edge_is_lost_and_none_told_twice() -> None:
    edges = trusted(EVERYBODY) + trusted(PRODUCTION, Party("okta", Group.IDENTITY))
    drawn = at_gates(edges, kitsune())
    told = [part for parts in drawn.parts.values() for part in parts]
    told += [each for each in drawn.edges if not drawn.accounts(each)]
    assert sorted(each.id for each in told) == sorted(each.id for each in edges)
    assert sum(each.count for each in drawn.edges) == len(edges)


def test_an_outsider_keeps_a_line_to_each_account() -> None:
    vendor = Party("338812907744", Group.VENDORS)
    edges = trusted(EVERYBODY, vendor, Verdict.EXTERNAL)
    assert len(at_gates(edges, kitsune()).edges) == len(edges)


def test_a_blocked_edge_is_never_hidden_in_a_hub() -> None:
    edges = trusted(PRODUCTION)
    edges[0] = Bundle(AUDIT, PRODUCTION[0], {}, {Verdict.IN_ORG: 1})
    drawn = at_gates(edges, kitsune())
    assert edges[0] in drawn.edges
    assert drawn.parts["Security-000>unit:Production"] == edges[1:]


def test_a_provider_of_most_accounts_is_one_edge_too() -> None:
    provider = Party("SAML:identity-center", Group.IDENTITY)
    edges = trusted(EVERYBODY[:20], provider, Verdict.FEDERATED)
    assert [each.target for each in at_gates(edges, kitsune()).edges] == ["unit:root"]
