"""Organizational units by what they are called: found as one types, and named so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from accessmap.graph.remembered import remembered
from accessmap.models import OrganizationalUnit

MOST = 6


def unit_names() -> Mapping[str, str]:
    """Return path → name of the units that there are, read once for all who ask."""
    return remembered("unit names", _read)


def whole_path(key: str) -> str:
    """Return the path of a unit as AWS ends it, however a policy writes it."""
    return key.rstrip("*").rstrip("/") + "/"


def units_called(text: str, most: int = MOST) -> list[str]:
    """Return the paths of units in whose name or id every word is found, best first.

    The index of reach knows only the units that some policy names.
    """
    whole = text.casefold().strip()
    words = whole.split()
    found = []
    for path, name in unit_names().items() if words else ():
        unit_id = path.rstrip("/").rpartition("/")[2]
        called = f"{name} {unit_id}".casefold()
        if all(word in called for word in words):
            found.append((name.casefold() != whole, path.count("/"), name, path))
    return [rank[-1] for rank in sorted(found)[:most]]


def _read() -> Mapping[str, str]:
    rows = OrganizationalUnit.objects.filter(ended_at=None)
    return MappingProxyType(dict(rows.values_list("path", "name")))
