"""Those of ours who stand on the rim: of other units than the map's, or who left.

Whoever is trusted from another unit is not left out: the map would show less trust than
there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime

from accessmap.graph.bundles import Bundle
from accessmap.graph.land import Unit
from accessmap.graph.parties import Group, Parties, Party

OUTSIDE = "outside:"  # begins the name of that place; the unit that is shown follows


def drawn_units(root: Unit) -> frozenset[str]:
    """Return the units that a map of ``root`` draws: empty ones are no land."""
    return frozenset(each.id for each in _drawn(root, root))


def _drawn(unit: Unit, root: Unit) -> Iterator[Unit]:
    if unit is root or unit.is_settled:
        yield unit
        for child in unit.children:
            yield from _drawn(child, root)


def who_left(
    found: Sequence[Bundle], here: Set[str], at: datetime | None
) -> dict[str, Party]:
    """Return those not ``here`` who left, and by what is known still let others in.

    What cannot be read any more is not nothing: the map would show less trust than
    there may be.
    """
    far = {each.target for each in found} - here
    if not far:
        return {}
    parties = Parties(at)
    targets = {each: parties.account(each) for each in far}
    return {key: each for key, each in targets.items() if each.group is Group.LEFT}


def brought_in(
    found: Sequence[Bundle], root: Unit, accounts: Set[str], units: Set[str]
) -> list[Bundle]:
    """Return edges, those of ours from elsewhere as edges of one place on the rim."""
    far = {
        each.source.id
        for each in found
        if each.source.group is Group.HOME
        and each.source.id not in accounts
        and each.source.id.removeprefix("unit:") not in units
    }
    count = sum(each.isdigit() for each in far)
    place = Party(
        f"{OUTSIDE}{root.id}", Group.OTHERS, note=str(count), is_nameless=True
    )
    return [
        replace(each, source=place) if each.source.id in far else each for each in found
    ]
