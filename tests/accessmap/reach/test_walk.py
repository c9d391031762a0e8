from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.kinds import EdgeKind
from accessmap.reach.walk import distances, without
from tests.accessmap.reach.graphs import Edges, graph_of, graphs, ids, steps


@given(graphs(), st.data())
def test_distances_are_those_of_a_plain_search_both_ways(
    drawn: tuple[int, Edges], data: st.DataObject
) -> None:
    count, edges = drawn
    start = data.draw(st.integers(0, count - 1))
    graph = graph_of(count, edges)
    back = [(other, one) for one, other in edges]
    for rows, told in ((graph.forward, edges), (graph.backward, back)):
        waves = distances(graph, rows, ids(start))
        found = {int(n): at for at, wave in enumerate(waves) for n in wave}
        assert found == steps(told, [start])


def test_a_kind_that_is_switched_off_is_not_walked() -> None:
    graph = graph_of(3, [(0, 1), (1, 2)], [EdgeKind.BECOME, EdgeKind.ESCALATE])
    off = without([EdgeKind.ESCALATE])
    assert len(distances(graph, graph.forward, ids(0))) == 3
    assert len(distances(graph, graph.forward, ids(0), off)) == 2


def test_a_walk_ends_after_as_many_steps_as_are_asked_for() -> None:
    graph = graph_of(4, [(0, 1), (1, 2), (2, 3)])
    assert len(distances(graph, graph.forward, ids(0), limit=2)) == 3
