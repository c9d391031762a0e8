"""The map as a file, exactly as its filter leaves it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accessmap.graph.export import FORMATS, export
from accessmap.graph.export.of_map import extract
from accessmap.graph.filters import BadFilter
from accessmap.graph.of_unit import narrowed
from accessmap.graph.seen import Seen
from accessmap.views.guards import sees_everything_required


@sees_everything_required
def download(request: HttpRequest, wanted: str) -> HttpResponse:
    """Answer with the edges that the address leaves, as one of FORMATS."""
    if wanted not in FORMATS:
        known = ", ".join(FORMATS)
        raise Http404(_("We write none such. It is one of: %s.") % known)
    try:
        seen = Seen.of(narrowed(request.GET))
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return export(
        wanted, extract(seen, request.GET.urlencode(), _("Map of trust")), name="map"
    )
