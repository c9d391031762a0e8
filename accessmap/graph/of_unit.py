"""A map of one unit: what is granted in it and below, narrowed as the address says."""

from __future__ import annotations

from django.db.models import Q
from django.http import QueryDict

from accessmap.graph.filters import GrantFilter
from accessmap.models import OrganizationalUnit

NOWHERE = "-"  # no unit is called so: what lies in two units apart lies nowhere


def narrowed(params: QueryDict) -> QueryDict:
    """Return the address with its ``unit`` said in the language of filters."""
    unit_id = params.get("unit", "")
    if not unit_id:
        return params
    inside = params.copy()
    inside.setlist("ou", _shared(unit_id, GrantFilter.of(params).ou))
    return inside


def _shared(unit_id: str, asked: tuple[str, ...]) -> list[str]:
    """Return the units that lie in ``unit_id`` and in one that was asked for."""
    if not asked:
        return [unit_id]
    units = OrganizationalUnit.objects.all()
    whole = units.filter(unit_id=unit_id).values_list("path", flat=True).first()
    found = set()
    rows = units.filter(Q(unit_id__in=asked) | Q(name__in=asked))
    for part, path in rows.values_list("unit_id", "path"):
        if whole and whole.startswith(path):
            found.add(unit_id)
        elif whole and path.startswith(whole):
            found.add(part)
    return sorted(found) or [NOWHERE]
