from __future__ import annotations

from accessmap.graph.geometry import Axis, Strait, length, pieces
from accessmap.graph.layout import lay_out
from accessmap.graph.routes import Chart, Port
from tests.accessmap.graph.lands import kitsune

CROSS = [Strait(Axis.UPRIGHT, 50, 0, 100), Strait(Axis.LEVEL, 50, 0, 100)]


def test_a_way_goes_along_the_straits() -> None:
    ports = [Port("a", (20, 10), ("right",)), Port("b", (90, 80), ("up",))]
    way = Chart(CROSS, ports).routes("a", ["b"])["b"]
    assert way == [(20, 10), (50, 10), (50, 50), (90, 50), (90, 80)]


def test_a_port_that_no_strait_reaches_has_no_way() -> None:
    ports = [Port("a", (20, 10), ("right",)), Port("b", (90, 200), ("left",))]
    assert Chart(CROSS, ports).routes("a", ["b"]) == {}


def test_no_way_leads_through_a_third_port() -> None:
    straits = [Strait(Axis.UPRIGHT, 0, 0, 50), Strait(Axis.UPRIGHT, 100, 0, 50)]
    ports = [
        Port("a", (-20, 10), ("right",)),
        Port("between", (50, 10), ("left", "right")),
        Port("b", (120, 10), ("left",)),
    ]
    assert Chart(straits, ports).routes("a", ["b"]) == {}


def test_every_account_can_be_reached_from_the_shore_and_from_others() -> None:
    layout = lay_out(kitsune())
    ports = [Port(n, at, ("left", "right", "up")) for n, at in layout.towns.items()]
    ports.append(Port("west", (-70, 200), ("right",)))
    chart = Chart(layout.straits, ports)
    for source in ("west", "Production-000"):
        others = [name for name in layout.towns if name != source]
        assert set(chart.routes(source, others)) == set(others)


def test_ways_turn_at_right_angles_only() -> None:
    layout = lay_out(kitsune())
    ports = [Port(n, at, ("left", "right", "up")) for n, at in layout.towns.items()]
    chart = Chart(layout.straits, ports)
    for way in chart.routes("Data-000", ["Staging-001", "Gone-000"]).values():
        assert length(way) > 0
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pieces(way))


def test_a_way_crosses_no_name() -> None:
    layout = lay_out(kitsune())
    ports = [Port(n, at, ("left", "right", "up")) for n, at in layout.towns.items()]
    chart = Chart(layout.straits, ports)
    for source in layout.towns:
        for target, way in chart.routes(source, set(layout.towns) - {source}).items():
            for a, b in pieces(way):
                for name, (x, y) in layout.towns.items():
                    if name in {source, target}:
                        continue
                    left, right = sorted((a[0], b[0]))
                    top, bottom = sorted((a[1], b[1]))
                    is_clear = (
                        right < x - 30 or left > x + 30 or bottom < y or top > y + 38
                    )
                    assert is_clear, (source, target, name)
