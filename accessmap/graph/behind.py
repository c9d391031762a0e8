"""Who stands behind one place of the picture, which draws many as one.

An address names the two places of an edge; the grants of it are those between the
accounts, units and parties behind them, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from accessmap.graph.elsewhere import OUTSIDE, drawn_units
from accessmap.graph.land import Unit
from accessmap.graph.organization import organization
from accessmap.graph.overview import homes
from accessmap.models import Account, OrganizationalUnit

UNIT = "unit:"  # begins the name of a unit as one end of an edge


def sources_behind(
    sources: Sequence[str], targets: Sequence[str], at: datetime | None
) -> Iterator[str]:
    """Yield the parties of which grants to ``targets`` are drawn from ``sources``.

    Only where targets are units one sees from afar, and a unit is all who live there;
    from near it is the one who is named when all of a unit are trusted.
    """
    yield from sources
    units = [each.removeprefix(UNIT) for each in sources if each.startswith(UNIT)]
    if units and any(each.startswith(UNIT) for each in targets):
        yield from _at_home(units, at)
    for each in sources:
        if each.startswith(OUTSIDE):
            yield from _elsewhere(each.removeprefix(OUTSIDE), at)


def accounts_behind(targets: Sequence[str], at: datetime | None) -> list[str]:
    """Return the accounts that ``targets`` are or stand for: of a unit, its own."""
    units = [each.removeprefix(UNIT) for each in targets if each.startswith(UNIT)]
    own = [each for each in targets if not each.startswith(UNIT)]
    return [*own, *(_at_home(units, at) if units else ())]


def _at_home(units: Sequence[str], at: datetime | None) -> Iterator[str]:
    found = homes(organization("", at))
    return (account_id for account_id, unit_id in found if unit_id in units)


def _elsewhere(unit_id: str, at: datetime | None) -> Iterator[str]:
    root = organization(unit_id, at) if _is_known(unit_id) else Unit("", "")
    here = {account_id for account_id, _unit in homes(root)}
    drawn = drawn_units(root)
    for each in Account.objects.present(at).values_list("account_id", flat=True):
        if each not in here:
            yield each
    for each in OrganizationalUnit.objects.values_list("unit_id", flat=True):
        if each not in drawn:
            yield f"{UNIT}{each}"


def _is_known(unit_id: str) -> bool:
    units = OrganizationalUnit.objects.filter(unit_id=unit_id, ended_at=None)
    return not unit_id or units.exists()
