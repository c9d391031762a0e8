"""All edges of a map, drawn or not, kept for the table beside the picture."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from accessmap.graph.bundles import Bundle
from accessmap.graph.generation import etag
from accessmap.graph.kept import as_json, kept, read_json
from accessmap.graph.of_unit import narrowed
from accessmap.graph.parties import Parties, Party
from accessmap.graph.picture import as_part, party_name
from accessmap.graph.seen import Seen
from accessmap.graph.shown import land
from accessmap.graph.table import listed
from accessmap.models import OrganizationalUnit


def every_edge(params: QueryDict) -> dict[str, Any]:
    """Return each edge with its ends, worst first; else BadFilter or Http404."""
    asked = params.copy()
    asked.pop("page", None)

    def made() -> bytes:
        seen = Seen.of(narrowed(asked))
        land(asked, seen.at)
        return as_json(_told(seen.edges(), Parties(seen.at)))

    found: dict[str, Any] = read_json(kept(f"edges-{etag(asked)}", made))
    return found


def _told(edges: list[Bundle], parties: Parties) -> dict[str, Any]:
    units = dict(OrganizationalUnit.objects.values_list("unit_id", "name"))
    ends: dict[str, Party] = {}
    for each in edges:
        ends.setdefault(each.source.id, each.source)
        if each.target not in ends:
            ends[each.target] = parties.account(each.target)
    lines = [{**as_part(each), "parts": []} for each in edges]
    return {
        "edges": listed({"edges": lines}),
        "parties": [_end(each, units) for each in ends.values()],
        "territories": [],
        "towns": [],
    }


def _end(party: Party, units: dict[str, str]) -> dict[str, str]:
    name, note = party_name(party)
    unit = units.get(party.id.removeprefix("unit:"))
    return {"id": party.id, "group": party.group, "name": unit or name, "note": note}
