from __future__ import annotations

from accessmap.graph.bundles import Bundle
from accessmap.graph.counted import counted
from accessmap.graph.parties import ANYONE
from tests.cast import KAPPA, PAYMENTS


def test_every_grant_counts_wherever_it_is() -> None:
    edges = [
        Bundle(ANYONE, PAYMENTS, {"public": 2}, {"public": 1}),
        Bundle(ANYONE, KAPPA, {"public": 3, "external": 1}),
    ]
    found = counted(edges, {PAYMENTS})
    assert found == {
        "held": {"public": 5, "external": 1},
        "blocked": 1,
        "absent": 4,
        "absent_in": [KAPPA],
        "changes": {},
    }
