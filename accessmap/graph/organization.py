"""The organization's rows as a tree of units, ready to be surveyed."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.conf import settings

from accessmap.graph.land import Settler, Unit
from accessmap.models import Account, OrganizationalUnit


def organization(unit_id: str = "", at: datetime | None = None) -> Unit:
    """Return the tree below a unit; all of it where none is named.

    With ``at``, whoever was a member then is at home, in the unit where they are now or
    were last: which unit it was then is not kept.

    Several roots, or none (accounts read without an organization), stand in a unit
    that is not drawn by AWS but keeps the map whole.
    """
    settlers: dict[int | None, list[Settler]] = defaultdict(list)
    present = frozenset(Account.objects.present(at).values_list("pk", flat=True))
    for account in Account.objects.order_by("pk"):
        settlers[account.unit_id].append(
            Settler(
                account.account_id,
                account.first_seen_at,
                is_present=account.pk in present,
            )
        )
    below: dict[int | None, list[OrganizationalUnit]] = defaultdict(list)
    units = list(OrganizationalUnit.objects.filter(ended_at=None))
    known = {unit.pk for unit in units}
    for unit in sorted(units, key=lambda each: (each.name.casefold(), each.unit_id)):
        parent = unit.parent_id if unit.parent_id in known else None
        below[parent].append(unit)

    def grown(row: OrganizationalUnit) -> Unit:
        children = tuple(grown(child) for child in below[row.pk])
        return Unit(row.unit_id, called(row), tuple(settlers[row.pk]), children)

    if unit_id:
        return grown(next(unit for unit in units if unit.unit_id == unit_id))
    roots = [grown(row) for row in below[None]]
    homeless = [
        settler
        for pk, found in settlers.items()
        if pk not in known
        for settler in found
        if settler.is_present
    ]
    if len(roots) == 1 and not homeless:
        return roots[0]
    return Unit("", "", tuple(homeless), tuple(roots))


def called(row: OrganizationalUnit) -> str:
    """Return a unit's name; a root's is its organization's, as far as one is known.

    AWS calls every root "Root" and gives an organization no name of its own:
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
    """
    if not row.unit_id.startswith("r-"):
        return row.name
    own_id = row.path.partition("/")[0]
    return f"{settings.ORGANIZATION_NAME} {own_id}".strip()
