"""What the map shows for an address, as JSON that is made once for all workers."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accessmap.graph.account_graph import account_graph
from accessmap.graph.elements import draw
from accessmap.graph.generation import etag, mark
from accessmap.graph.kept import as_json, kept, read_json
from accessmap.graph.land import Unit
from accessmap.graph.of_unit import narrowed
from accessmap.graph.organization import organization
from accessmap.graph.overview import is_large, overview
from accessmap.graph.reading import State, readings
from accessmap.graph.seen import Seen
from accessmap.models import Account, Grant, OrganizationalUnit


def picture(params: QueryDict) -> dict[str, Any]:
    """Return the picture with its places; else BadFilter or Http404."""
    found: dict[str, Any] = read_json(picture_gzipped(params))
    return found


def picture_gzipped(params: QueryDict) -> bytes:
    """Return the picture as gzipped JSON."""

    def drawn() -> bytes:
        seen = Seen.of(narrowed(params))
        root = land(params, seen.at)
        return as_json(overview(seen, root) if is_large(root) else draw(seen, root))

    return kept(f"picture-{etag(params)}", drawn)


def accounts_gzipped(params: QueryDict) -> bytes:
    """Return every account and every pair of the same picture, as gzipped JSON."""

    def made() -> bytes:
        seen = Seen.of(narrowed(params))
        return as_json(account_graph(seen, land(params, seen.at)))

    return kept(f"accounts-{etag(params)}", made)


def coverage(at: datetime | None) -> dict[str, Any]:
    """Return how many accounts were read completely, and those that were not at all."""

    def counted() -> bytes:
        read = readings(at)
        unread = {key for key, each in read.items() if each.state is State.UNREAD}
        named = Account.objects.values("account_id", "name").iterator()
        first = itertools.islice((e for e in named if e["account_id"] in unread), 3)
        complete = sum(each.state is State.COMPLETE for each in read.values())
        return as_json(
            {
                "total": len(read),
                "complete": complete,
                "unread": list(first),
                "unread_count": len(unread),
            }
        )

    found: dict[str, Any] = read_json(kept(f"coverage-{mark(at)}", counted))
    return found


def types() -> list[str]:
    """Return the types of resources on which something is granted now."""

    def read() -> bytes:
        rows = Grant.objects.current().order_by("resource__resource_type")
        return as_json(
            list(rows.values_list("resource__resource_type", flat=True).distinct())
        )

    found: list[str] = read_json(kept(f"types-{mark()}", read))
    return found


def bundled(shown: Mapping[str, Any]) -> str:
    """Return what is not drawn one by one, in words; empty where all is."""
    if not shown.get("unseen") and shown.get("view") != "units":
        return ""
    drawn = len(shown["edges"])
    return _("%(drawn)s bundles of %(all)s edges are drawn.") % {
        "drawn": f"{drawn:,}",
        "all": f"{shown['pairs']:,}",
    }


def land(params: QueryDict, at: datetime | None) -> Unit:
    """Return the organization, or the unit that the address names; else Http404."""
    unit_id = params.get("unit", "")
    if unit_id:
        get_object_or_404(OrganizationalUnit, unit_id=unit_id, ended_at=None)
    return organization(unit_id, at)
