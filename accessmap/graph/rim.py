"""Where outside parties stand: around the land, each group on its own shore."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accessmap.graph.geometry import Box, Point
from accessmap.graph.parties import Group, Party

SIDES: Mapping[Group, str] = {
    Group.VENDORS: "west",
    Group.OTHERS: "north",
    Group.IDENTITY: "north",
    Group.SERVICES: "east",
    Group.LEFT: "south",
    Group.UNKNOWN: "south",
    Group.PUBLIC: "south",
}
# What a party takes along its shore, and how far from the coast it stands.
PITCH = {"west": 112.0, "east": 72.0, "north": 150.0, "south": 140.0}
AWAY = {"west": 70.0, "east": 56.0, "north": 44.0, "south": 44.0}


@dataclass(frozen=True, slots=True)
class Berth:
    """A party's place on the rim; ``members`` are those it stands for."""

    party: Party
    at: Point
    side: str
    members: tuple[str, ...] = ()


def along_the_rim(parties: Iterable[Party], land: Box) -> list[Berth]:
    """Return a place for each party; what does not fit is one place for the rest."""
    by_side: dict[str, list[Party]] = defaultdict(list)
    for group, side in SIDES.items():
        of_group = {each.id: each for each in parties if each.group is group}
        by_side[side] += sorted(
            of_group.values(), key=lambda each: (each.name.casefold(), each.id)
        )
    return [
        berth
        for side, found in by_side.items()
        for berth in _line_up(side, found, land)
    ]


def _line_up(side: str, found: Sequence[Party], land: Box) -> list[Berth]:
    is_level = side in {"north", "south"}
    start, extent = (land.x, land.width) if is_level else (land.y, land.height)
    room = max(4, int(extent // PITCH[side]))
    berths = _gathered(found, room)
    # One would stand in the middle, many spread over the whole shore.
    pitch = extent / max(len(berths), 1)
    pitch = min(max(pitch, PITCH[side]), PITCH[side] * 1.3)
    first = start + extent / 2 - pitch * (len(berths) - 1) / 2
    away = {
        "west": land.x - AWAY["west"],
        "east": land.right + AWAY["east"],
        "north": land.y - AWAY["north"],
        "south": land.bottom + AWAY["south"],
    }[side]
    shift = -46.0 if is_level else 0.0  # names stand to the right of these
    return [
        Berth(
            party,
            (
                (round(first + index * pitch + shift, 1), away)
                if is_level
                else (away, round(first + index * pitch, 1))
            ),
            side,
            members,
        )
        for index, (party, members) in enumerate(berths)
    ]


def _gathered(found: Sequence[Party], room: int) -> list[tuple[Party, tuple[str, ...]]]:
    """Gather whole groups, the largest first, until the rest fits its shore."""
    berths: list[tuple[Party, tuple[str, ...]]] = [
        (party, (party.id,)) for party in found
    ]
    by_group: dict[Group, list[Party]] = defaultdict(list)
    for party in found:
        by_group[party.group].append(party)
    for group, members in sorted(by_group.items(), key=lambda each: -len(each[1])):
        if len(berths) <= room:
            break
        keep = max(0, len(members) - (len(berths) - room) - 1)
        gathered = members[keep:]
        if len(gathered) < 2:  # noqa: PLR2004
            continue
        rest = Party(f"rest:{group}", group, is_nameless=True, note=str(len(gathered)))
        ids = {party.id for party in gathered}
        at = next(i for i, (party, _) in enumerate(berths) if party.id in ids)
        berths = [each for each in berths if each[0].id not in ids]
        berths.insert(at, (rest, tuple(sorted(ids))))
    return berths
