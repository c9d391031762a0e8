"""The map as a file, exactly as its filter leaves it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from accessmap.graph.export import FORMATS, export
from accessmap.graph.export.of_map import extract
from accessmap.graph.filters import BadFilter
from accessmap.graph.seen import Seen
from accessmap.views.guards import sees_everything_required


@sees_everything_required
def download(request: HttpRequest, wanted: str) -> HttpResponse:
    """Answer with the edges that the address leaves, as one of FORMATS."""
    if wanted not in FORMATS:
        known = ", ".join(FORMATS)
        raise Http404(_("We write none such. It is one of: %s.") % known)
    try:
        seen = Seen.of(_inside_its_unit(request.GET))
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return export(
        wanted, extract(seen, request.GET.urlencode(), _("Map of trust")), name="map"
    )


def _inside_its_unit(asked: QueryDict) -> QueryDict:
    """Return the filter of a map that shows one unit: edges into it and those below."""
    inside = asked.copy()
    if unit := asked.get("unit"):
        inside.setlist("ou", [unit])
    return inside
