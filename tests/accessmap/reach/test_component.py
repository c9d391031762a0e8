from __future__ import annotations

import numpy as np
import rustworkx
from hypothesis import given, settings

from accessmap.reach.component import components
from tests.accessmap.reach.graphs import Edges, graph_of, graphs


@given(graphs(most=20))
@settings(max_examples=200)
def test_parts_are_those_that_rustworkx_finds(drawn: tuple[int, Edges]) -> None:
    count, edges = drawn
    other = rustworkx.PyDiGraph()
    other.add_nodes_from(range(count))
    other.add_edges_from_no_data(edges)
    theirs = {
        frozenset(each) for each in rustworkx.strongly_connected_components(other)
    }
    parts = components(graph_of(count, edges))
    ours = {
        frozenset(np.flatnonzero(parts == each).tolist()) for each in np.unique(parts)
    }
    assert ours == theirs


def test_two_circles_and_a_bridge_are_two_parts() -> None:
    parts = components(graph_of(5, [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2), (3, 4)]))
    assert parts[0] == parts[1]
    assert parts[2] == parts[3]
    assert len({int(each) for each in parts}) == 3
