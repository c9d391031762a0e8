from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.reach.closure import bits_of, closure, column
from accessmap.reach.component import components
from tests.accessmap.reach.graphs import Edges, graph_of, graphs, steps


@given(graphs(), st.integers(1, 140), st.data())
@settings(max_examples=150)
def test_accounts_reach_what_their_nodes_reach_one_by_one(
    drawn: tuple[int, Edges], homes: int, data: st.DataObject
) -> None:
    count, edges = drawn
    home = [data.draw(st.integers(-1, homes - 1)) for _ in range(count)]
    graph = graph_of(count, edges)
    found = closure(graph, components(graph), np.array(home, dtype=np.int32), homes)
    for one in range(homes):
        starts = [node for node in range(count) if home[node] == one]
        plain = {home[node] for node in steps(edges, starts)} - {-1}
        assert set(np.flatnonzero(bits_of(found[one], homes)).tolist()) == plain


def test_a_way_in_need_not_be_a_way_on() -> None:
    # a → b by one role, b → c by another: collapsed to accounts, a would reach c.
    graph = graph_of(4, [(0, 1), (2, 3)])
    home = np.array([0, 1, 1, 2], dtype=np.int32)
    found = closure(graph, components(graph), home, 3)
    assert column(found, 2).tolist() == [False, True, True]
    assert column(found, 1).tolist() == [True, True, False]
