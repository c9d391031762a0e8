"""Those of ours who do not stand on a map of one unit: one place on its rim.

Whoever is trusted from another unit is not left out: the map would show less trust than
there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from accessmap.graph.bundles import Bundle
from accessmap.graph.land import Unit
from accessmap.graph.parties import Group, Party

OUTSIDE = "outside:"  # begins the name of that place; the unit that is shown follows


def drawn_units(root: Unit) -> frozenset[str]:
    """Return the units that a map of ``root`` draws: empty ones are no land."""
    return frozenset(each.id for each in _drawn(root, root))


def _drawn(unit: Unit, root: Unit) -> Iterator[Unit]:
    if unit is root or unit.is_settled:
        yield unit
        for child in unit.children:
            yield from _drawn(child, root)


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
