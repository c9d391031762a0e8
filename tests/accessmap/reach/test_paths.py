from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.paths import ways
from tests.accessmap.reach.graphs import Edges, graph_of, graphs, ids


def simple(edges: Edges, start: int, goal: int) -> list[int]:
    """The lengths of all ways without circles, by trying every one."""
    found: list[int] = []

    def go(node: int, passed: tuple[int, ...]) -> None:
        if node == goal:
            found.append(len(passed))
            return
        for one, other in edges:
            if one == node and other != node and other not in passed:
                go(other, (*passed, node))

    go(start, ())
    return sorted(found)


@given(graphs(most=6), st.data())
def test_the_ways_are_the_shortest_that_there_are(
    drawn: tuple[int, Edges], data: st.DataObject
) -> None:
    count, edges = drawn
    start = data.draw(st.integers(0, count - 1))
    goal = data.draw(st.integers(0, count - 1))
    graph = graph_of(count, edges)
    found = ways(graph, ids(start), ids(goal), most=3)
    assert [len(way) for way in found] == simple(edges, start, goal)[:3]
    assert len(set(found)) == len(found)
    for way in found:
        for one, following in pairwise(way):
            assert graph.targets[one] == graph.sources[following]


def test_there_is_no_way_where_nothing_leads() -> None:
    assert ways(graph_of(2, []), ids(0), ids(1)) == []
