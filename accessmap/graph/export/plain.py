"""JSON: the extract as it is."""

from __future__ import annotations

import json
from dataclasses import asdict

from accessmap.graph.export.extract import Extract


def json_of(found: Extract) -> bytes:
    """Return the extract as JSON in ASCII: nothing in it can act on a reader."""
    told = {
        "stamp": found.stamp.plain(),
        "nodes": [asdict(each) for each in found.dots],
        "edges": [each.plain() for each in found.links],
    }
    return json.dumps(told, indent=1).encode()
