"""What the map shows for an address, as JSON that is made once for all workers."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from accessmap.graph.account_graph import account_graph
from accessmap.graph.elements import draw
from accessmap.graph.generation import etag
from accessmap.graph.kept import kept
from accessmap.graph.land import Unit
from accessmap.graph.organization import organization
from accessmap.graph.overview import is_large, overview
from accessmap.graph.seen import Seen
from accessmap.models import OrganizationalUnit


def picture(params: QueryDict) -> dict[str, Any]:
    """Return the picture with its places; else BadFilter or Http404."""
    found: dict[str, Any] = json.loads(gzip.decompress(picture_gzipped(params)))
    return found


def picture_gzipped(params: QueryDict) -> bytes:
    """Return the picture as gzipped JSON."""

    def drawn() -> bytes:
        seen = Seen.of(params)
        root = land(params, seen.at)
        return _json(overview(seen, root) if is_large(root) else draw(seen, root))

    return kept(f"picture-{etag(params)}", drawn)


def accounts_gzipped(params: QueryDict) -> bytes:
    """Return every account and every pair of the same picture, as gzipped JSON."""

    def made() -> bytes:
        seen = Seen.of(params)
        return _json(account_graph(seen, land(params, seen.at)))

    return kept(f"accounts-{etag(params)}", made)


def land(params: QueryDict, at: datetime | None) -> Unit:
    """Return the organization, or the unit that the address names; else Http404."""
    unit_id = params.get("unit", "")
    if unit_id:
        get_object_or_404(OrganizationalUnit, unit_id=unit_id, ended_at=None)
    return organization(unit_id, at)


def _json(found: object) -> bytes:
    # In ASCII: what AWS lets people write need not be whole Unicode.
    text = json.dumps(found, cls=DjangoJSONEncoder, separators=(",", ":"))
    return text.encode("ascii")
