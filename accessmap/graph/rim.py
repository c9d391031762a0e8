"""Where outside parties stand: around the land, each group on its own shore."""

from __future__ import annotations

import math
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
PITCH = {"west": 112.0, "east": 72.0, "north": 150.0, "south": 148.0}
SMALL = 80.0  # of one who is written by an id alone
STEP = 17.0
BEYOND = {"south": 132.0}  # how far a shore reaches past the land, at either end
AWAY = {"west": 70.0, "east": 66.0, "north": 44.0, "south": 44.0}


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
    room = max(4 * PITCH[side], extent + 2 * BEYOND.get(side, 0.0))
    berths = _gathered(found, room, side)
    # One would stand in the middle, many spread over the whole shore.
    taken = sum(_pitch(party, side) for party, _ in berths)
    spread = min(max(extent / max(taken, 1), 1), 1.3)
    at = start + extent / 2 - taken * spread / 2
    away = {
        "west": land.x - AWAY["west"],
        "east": land.right + AWAY["east"],
        "north": land.y - AWAY["north"],
        "south": land.bottom + AWAY["south"],
    }[side]
    placed: list[Berth] = []
    for party, members in berths:
        pitch = _pitch(party, side) * spread
        # Names stand to the right of these, unless there is only an id below.
        shift = -46.0 if is_level and not is_small(party) else 0.0
        along = round(at + pitch / 2 + shift, 1)
        # An id is wider than its place: every other stands a little farther out.
        steps = sum(is_small(each.party) for each in placed) % 2
        out = away + (STEP * steps if is_small(party) else 0.0)
        spot = (along, out) if is_level else (away, along)
        placed.append(Berth(party, spot, side, members))
        at += pitch
    return placed


def is_small(party: Party) -> bool:
    """Say whether only its id is written, below its sign: nobody named it."""
    return party.group is Group.UNKNOWN and not party.id.startswith(("rest:", "all:"))


def _pitch(party: Party, side: str) -> float:
    return SMALL if side == "south" and is_small(party) else PITCH[side]


def _gathered(
    found: Sequence[Party], room: float, side: str
) -> list[tuple[Party, tuple[str, ...]]]:
    """Gather whole groups, the largest first, until the rest fits its shore."""
    berths: list[tuple[Party, tuple[str, ...]]] = [
        (party, (party.id,)) for party in found
    ]
    by_group: dict[Group, list[Party]] = defaultdict(list)
    for party in found:
        by_group[party.group].append(party)
    for group, members in sorted(by_group.items(), key=lambda each: -len(each[1])):
        over = sum(_pitch(party, side) for party, _ in berths) - room
        if over <= 0:
            break
        gone = math.ceil((over + PITCH[side]) / _pitch(members[0], side))
        gathered = members[max(0, len(members) - gone) :]
        if len(gathered) < 2:  # noqa: PLR2004
            continue
        rest = Party(
            f"rest:{group}",
            group,
            is_nameless=True,
            note=str(len(gathered)),
            is_whole=len(gathered) == len(members),
        )
        ids = {party.id for party in gathered}
        at = next(i for i, (party, _) in enumerate(berths) if party.id in ids)
        berths = [each for each in berths if each[0].id not in ids]
        berths.insert(at, (rest, tuple(sorted(ids))))
    return berths
