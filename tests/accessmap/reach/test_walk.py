from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.kinds import EdgeKind
from accessmap.reach.walk import distances, shortest, without
from tests.accessmap.reach.graphs import Edges, graph_of, graphs, ids, steps


@given(graphs(), st.data())
def test_the_shortest_way_is_as_short_as_a_plain_search_finds(
    drawn: tuple[int, Edges], data: st.DataObject
) -> None:
    count, edges = drawn
    node = st.integers(0, count - 1)
    starts = data.draw(st.lists(node, min_size=1, max_size=3, unique=True))
    goals = data.draw(st.lists(node, min_size=1, max_size=3, unique=True))
    graph = graph_of(count, edges)
    way = shortest(graph, ids(*starts), ids(*goals))
    plain = steps(edges, starts)
    lengths = [plain[goal] for goal in goals if goal in plain]
    assert (None if way is None else len(way)) == min(lengths, default=None)
    if way:
        assert graph.sources[way[0]] in starts
        assert graph.targets[way[-1]] in goals
        for one, next_one in pairwise(way):
            assert graph.targets[one] == graph.sources[next_one]


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
    assert shortest(graph, ids(0), ids(2)) is not None
    assert shortest(graph, ids(0), ids(2), off) is None
    assert len(distances(graph, graph.forward, ids(0), off)) == 2


def test_a_walk_ends_after_as_many_steps_as_are_asked_for() -> None:
    graph = graph_of(4, [(0, 1), (1, 2), (2, 3)])
    assert len(distances(graph, graph.forward, ids(0), limit=2)) == 3


def test_ways_of_more_steps_than_the_limit_are_not_looked_for() -> None:
    graph = graph_of(4, [(0, 1), (1, 2), (2, 3)])
    assert shortest(graph, ids(0), ids(3), limit=3) is not None
    assert shortest(graph, ids(0), ids(3), limit=2) is None
    assert shortest(graph, ids(0), ids(0), limit=0) == ()
