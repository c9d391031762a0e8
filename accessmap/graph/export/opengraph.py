"""BloodHound OpenGraph JSON: nodes and edges of our own kinds, for its path search.

https://bloodhound.specterops.io/opengraph/developer/schema
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from accessmap.graph.export.extract import Extract, Link

SOURCE = "AccessMap"
NOT_TOLD = frozenset({"source", "target", "kind"})  # they stand beside the properties
OF_LINK: Mapping[str, str] = MappingProxyType(
    {"count": "grants", "grants": "grant_ids"}
)


def opengraph(found: Extract) -> bytes:
    """Return the extract as OpenGraph; kinds carry our name, so none is mistaken."""
    stamp = found.stamp.plain()
    # The schema has no place for it but a node: so an empty graph says of when it is.
    told_of = {
        "id": f"{SOURCE}:crawl:{found.stamp.crawl}",
        "kinds": [f"{SOURCE}Export", SOURCE],
        "properties": {"name": stamp["title"], **stamp},
    }
    nodes = [
        {
            "id": dot.id,
            "kinds": [f"{SOURCE}{_camel(dot.kind)}", SOURCE],
            "properties": {
                "name": dot.name or dot.id,
                "account": dot.account,
                "account_name": dot.account_name,
                "crawl": stamp["crawl"],
                "read_at": stamp["read_at"],
                "coverage": stamp["coverage"],
                "running": found.stamp.running,
                "compared_with": found.stamp.compared_with,
            },
        }
        for dot in found.dots
    ]
    edges = [
        {
            "kind": f"{SOURCE}{_camel(link.kind)}",
            "start": {"value": link.source, "match_by": "id"},
            "end": {"value": link.target, "match_by": "id"},
            "properties": _told_of(link),
        }
        for link in found.links
    ]
    told = {
        "metadata": {"source_kind": SOURCE},
        "graph": {"nodes": [told_of, *nodes], "edges": edges},
    }
    return json.dumps(told, indent=1).encode()


def _told_of(link: Link) -> dict[str, Any]:
    told = {OF_LINK.get(name, name): value for name, value in link.plain().items()}
    return {name: told[name] for name in told if name not in NOT_TOLD}


def _camel(word: str) -> str:
    """Return a kind as OpenGraph takes it: letters and digits only."""
    parts = word.replace("_", "-").split("-")
    return "".join(each.capitalize() for each in parts if each.isalnum())
