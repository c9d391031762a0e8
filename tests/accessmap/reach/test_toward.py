"""The shortest way to some goals: the kept way back changes no answer."""

from __future__ import annotations

import hashlib
import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.kinds import EdgeKind
from accessmap.reach.paths import ways
from accessmap.reach.toward import shortest, toward
from accessmap.reach.walk import Closed, without
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


def test_ways_of_more_steps_than_the_limit_are_not_looked_for() -> None:
    graph = graph_of(4, [(0, 1), (1, 2), (2, 3)])
    assert shortest(graph, ids(0), ids(3), limit=3) is not None
    assert shortest(graph, ids(0), ids(3), limit=2) is None
    assert shortest(graph, ids(0), ids(0), limit=0) == ()


def test_no_way_leads_over_a_kind_that_is_switched_off() -> None:
    graph = graph_of(3, [(0, 1), (1, 2)], [EdgeKind.BECOME, EdgeKind.ESCALATE])
    assert shortest(graph, ids(0), ids(2)) is not None
    assert shortest(graph, ids(0), ids(2), without([EdgeKind.ESCALATE])) is None


@given(graphs(), st.data())
def test_who_asks_again_and_again_gets_what_one_gets_who_asks_once(
    drawn: tuple[int, Edges], data: st.DataObject
) -> None:
    count, edges = drawn
    node = st.integers(0, count - 1)
    some = st.lists(node, max_size=3, unique=True)
    graph = graph_of(count, edges)
    goals = ids(*data.draw(st.lists(node, min_size=1, max_size=3, unique=True)))
    edge = st.integers(0, len(edges) - 1) if edges else st.nothing()
    with toward(graph, goals) as kept:
        for _time in range(4):
            start = ids(data.draw(node))
            nodes = tuple(data.draw(some))
            shut = tuple(data.draw(st.lists(edge, max_size=2))) if edges else ()
            limit = data.draw(st.none() | st.integers(0, 6))
            closed = Closed(None, nodes, shut)
            once = shortest(graph, start, goals, closed, limit)
            assert kept.shortest(start, nodes, shut, limit) == once


def test_of_many_ways_the_same_are_told_as_before() -> None:
    # Of equally long ones any would be right; pages, files and links keep to these.
    draw = random.Random(5)
    told = []
    for _graph in range(60):
        count = draw.randrange(5, 150)
        edges = [
            (draw.randrange(count), draw.randrange(count))
            for _edge in range(draw.randrange(1, 4) * count)
        ]
        kinds = [draw.randrange(len(EdgeKind)) for _edge in edges]
        graph = graph_of(count, edges, kinds)
        for _question in range(6):
            starts = draw.sample(range(count), draw.choice((1, 1, 3)))
            goals = draw.sample(range(count), draw.choice((1, 1, 4)))
            off = without(draw.choice(([], [EdgeKind.NETWORK])))
            found = ways(graph, ids(*starts), ids(*goals), off)
            told.append([tuple(map(int, way)) for way in found])
    digest = hashlib.sha256(repr(told).encode()).hexdigest()
    assert digest[:16] == "a70c88e14ff99a4e"
