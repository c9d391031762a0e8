from __future__ import annotations

from accessmap.graph.bundles import Bundle
from accessmap.graph.geometry import Axis, Strait
from accessmap.graph.parties import Group, Party
from accessmap.graph.tracks import GAP, courses, spread
from accessmap.policy.kinds import Verdict
from tests.cast import KUMO, PAYMENTS, TANUKI

STRAIT = Strait(Axis.UPRIGHT, 50, 0, 100)
LEFT = [(0.0, 10.0), (50.0, 10.0), (50.0, 90.0), (0.0, 90.0)]
RIGHT = [(99.0, 20.0), (50.0, 20.0), (50.0, 80.0), (99.0, 80.0)]


def of(verdict: Verdict) -> set[str]:
    parties = [Party(each, Group.VENDORS) for each in (TANUKI, KUMO)]
    edges = [Bundle(party, PAYMENTS, {verdict: 1}) for party in parties]
    return set(courses(edges).values())


def test_vendors_share_their_way_and_make_no_harness() -> None:
    assert len(of(Verdict.EXTERNAL)) == 1


def test_dashes_of_two_sources_do_not_fill_each_others_gaps() -> None:
    assert len(of(Verdict.FEDERATED)) == 2


def test_ways_of_one_course_keep_together() -> None:
    found = spread({"a": LEFT, "b": RIGHT}, {"a": "same", "b": "same"}, [STRAIT])
    assert found["a"][1][0] == found["b"][1][0]


def test_ways_of_two_courses_travel_beside_each_other() -> None:
    found = spread({"a": LEFT, "b": RIGHT}, {"a": "one", "b": "other"}, [STRAIT])
    assert abs(found["a"][1][0] - found["b"][1][0]) == GAP


def test_ways_that_do_not_meet_need_no_track_of_their_own() -> None:
    later = [(0.0, 95.0), (50.0, 95.0), (50.0, 99.0), (0.0, 99.0)]
    found = spread({"a": LEFT, "b": later}, {"a": "one", "b": "other"}, [STRAIT])
    assert found["a"][1][0] == found["b"][1][0] == 50


def test_ends_stand_still() -> None:
    found = spread({"a": LEFT, "b": RIGHT}, {"a": "one", "b": "other"}, [STRAIT])
    for name, way in (("a", LEFT), ("b", RIGHT)):
        assert (found[name][0], found[name][-1]) == (way[0], way[-1])


def test_a_narrow_strait_is_shared_rather_than_left() -> None:
    narrow = Strait(Axis.UPRIGHT, 50, 0, 100, width=4)
    ways = {str(n): LEFT for n in range(6)}
    found = spread(ways, {name: name for name in ways}, [narrow])
    assert {way[1][0] for way in found.values()} == {50}
