"""Of equally long ways the strongest comes first, and none of them is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.kinds import EdgeKind
from accessmap.reach.strength import strongest_first
from accessmap.reach.walk import OPEN, without
from tests.accessmap.reach.graphs import Edges, graph_of, graphs, ids

READ, WRITE, CONTROL = EdgeKind.READ, EdgeKind.WRITE, EdgeKind.ADMINISTER


def every_way(
    edges: Edges, kinds: list[int], start: int, goal: int
) -> list[tuple[int, int]]:
    """Length and strength of all ways without circles to a goal that leads nowhere."""
    found: list[tuple[int, int]] = []

    def go(node: int, passed: tuple[int, ...], strength: int) -> None:
        if node == goal:
            found.append((len(passed), -strength))
            return
        for (one, other), kind in zip(edges, kinds, strict=True):
            if one == node and other != node and other not in passed:
                go(other, (*passed, node), kind)

    go(start, (), 0)
    return sorted(found)


@given(graphs(most=6), st.data())
def test_the_ways_are_the_shortest_and_of_equals_the_strongest(
    drawn: tuple[int, Edges], data: st.DataObject
) -> None:
    count, edges = drawn
    goal = count - 1
    edges = [each for each in edges if each[0] != goal]
    kinds = [data.draw(st.integers(0, 3)) for _each in edges]
    start = data.draw(st.integers(0, count - 1))
    graph = graph_of(count, edges, kinds)
    found = strongest_first(graph, ids(start), ids(goal), OPEN)
    told = [(len(way), -int(graph.kinds[way[-1]]) if way else 0) for way in found]
    assert told == every_way(edges, kinds, start, goal)[:3]


def test_a_strong_step_at_once_hides_no_longer_way_that_is_as_strong() -> None:
    # 0 reads 3 itself, or becomes 1 in two ways and does there what it can.
    edges = [(0, 3), (0, 1), (0, 1), (1, 3), (1, 3)]
    graph = graph_of(4, edges, [READ, 0, 0, 0, READ])
    found = strongest_first(graph, ids(0), ids(3), OPEN)
    told = [(len(way), int(graph.kinds[way[-1]])) for way in found]
    assert told == [(1, READ), (2, READ), (2, READ)]


def test_who_becomes_a_role_can_do_what_the_role_can() -> None:
    # 0 becomes 1, 2 or 3 in the account 4; only 3 controls it, and 2 writes there.
    edges = [(0, 1), (0, 2), (0, 3), (2, 5), (3, 4)]
    graph = graph_of(6, edges, [0, 0, 0, WRITE, CONTROL])
    goals = ids(1, 2, 3, 4, 5)
    found = strongest_first(graph, ids(0), goals, OPEN)
    assert [int(graph.targets[way[-1]]) for way in found] == [3, 2, 1]


def test_what_is_switched_off_gives_no_strength() -> None:
    graph = graph_of(4, [(0, 1), (0, 2), (1, 3)], [0, 0, EdgeKind.ESCALATE])
    found = strongest_first(graph, ids(0), ids(1, 2, 3), without([EdgeKind.ESCALATE]))
    assert [len(way) for way in found] == [1, 1]


def test_where_one_is_already_there_is_no_step() -> None:
    assert strongest_first(graph_of(1, []), ids(0), ids(0), OPEN) == [()]
