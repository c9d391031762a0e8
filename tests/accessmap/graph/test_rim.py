from __future__ import annotations

import itertools

from accessmap.graph.geometry import Box
from accessmap.graph.parties import ANY_ACCOUNT, ANYONE, Group, Party
from accessmap.graph.rim import along_the_rim, is_small

LAND = Box(0, 0, 600, 600)


def vendors(count: int) -> list[Party]:
    return [Party(f"{n:012}", Group.VENDORS, f"Vendor {n:03}") for n in range(count)]


def test_nobody_on_the_rim_stands_on_land() -> None:
    parties = [Party(str(group), group, str(group)) for group in Group]
    for berth in along_the_rim(parties, LAND):
        assert not LAND.contains(*berth.at)


def test_each_group_has_its_shore() -> None:
    parties = [Party("a", Group.VENDORS, "A"), Party("b", Group.SERVICES, "B")]
    found = {berth.party.id: berth for berth in along_the_rim(parties, LAND)}
    assert found["a"].at[0] < 0
    assert found["b"].at[0] > 600


def test_who_does_not_fit_is_gathered_and_nobody_is_lost() -> None:
    berths = along_the_rim(vendors(40), LAND)
    assert len(berths) == 5
    assert sum(len(berth.members) for berth in berths) == 40
    assert berths[-1].party.id == "rest:vendors"
    assert berths[-1].party.note == "36"


def test_a_party_named_twice_stands_once() -> None:
    assert len(along_the_rim(vendors(2) * 3, LAND)) == 2


def test_nobody_stands_on_another() -> None:
    places = [berth.at for berth in along_the_rim(vendors(5), LAND)]
    rows = sorted(y for _, y in places)
    assert min(b - a for a, b in itertools.pairwise(rows)) > 90


def strangers(count: int) -> list[Party]:
    names = [f"{n:012}" for n in range(count)]
    return [Party(n, Group.UNKNOWN, note=n, is_nameless=True) for n in names]


def test_a_few_who_are_unknown_stand_each_by_themselves() -> None:
    others = [ANYONE, ANY_ACCOUNT, Party("k", Group.LEFT, "kappa-sweets")]
    found = along_the_rim([*strangers(5), *others], LAND)
    assert not [each for each in found if each.party.id.startswith("rest:")]
    places = sorted(each.at[0] for each in found if is_small(each.party))
    assert min(b - a for a, b in itertools.pairwise(places)) >= 80


def test_many_who_are_unknown_are_one_and_said_to_be_all() -> None:
    found = along_the_rim([*strangers(60), ANYONE], LAND)
    rest = next(each for each in found if each.party.id == "rest:unknown")
    shown = [each for each in found if is_small(each.party)]
    assert len(rest.members) + len(shown) == 60
    assert rest.party.is_whole == (not shown)
