"""The map as a file, exactly as its filter leaves it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accessmap.filter_words import beside, chips
from accessmap.graph.dates import before_first
from accessmap.graph.export import FORMATS, PICTURES, export, export_map
from accessmap.graph.export.of_map import extract, stamp
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.hiding import standing
from accessmap.graph.marks import Marks, without_marks
from accessmap.graph.of_unit import narrowed
from accessmap.graph.seen import Seen
from accessmap.graph.shown import picture
from accessmap.models import OrganizationalUnit
from accessmap.views.guards import sees_everything_required
from accessmap.views.in_time import dates_in_order


@sees_everything_required
@dates_in_order
def download(request: HttpRequest, wanted: str) -> HttpResponse:
    """Answer with the edges that the address leaves, as one of FORMATS.

    What the reader typed, hid or pinned on the map is part of the address here.
    """
    if wanted not in FORMATS:
        known = ", ".join(FORMATS)
        raise Http404(_("We write none such. It is one of: %s.") % known)
    title, asked = _("Map of trust"), request.GET.urlencode()
    marks = Marks.of(request.GET)
    try:
        if first := before_first(request.GET):
            why = render_to_string("accessmap/map/unread_by.html", {"first": first})
            return HttpResponse(why, status=404, content_type="text/plain")
        seen = Seen.of(narrowed(request.GET))
        if wanted in PICTURES:
            drawn = picture(without_marks(request.GET))
            says = [*narrowed_to(request.GET), *marks.says()]
            told = stamp(seen, asked, title)
            return export_map(wanted, standing(drawn, marks), told, says)
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return export(wanted, extract(seen, asked, title, marks), name="map")


def narrowed_to(params: QueryDict) -> list[str]:
    """Return how a map was narrowed, in the words of its page."""
    # The stamp says what is compared, with its crawl and its coverage.
    more = {k: values for k, values in beside(params).items() if k != "before"}
    told = chips(GrantFilter.of(params), more)
    said = [f"{each.label}: {each.says}" for each in told]
    unit = OrganizationalUnit.objects.filter(unit_id=params.get("unit", "")).first()
    return [f"{_('Organizational unit')}: {unit.name}", *said] if unit else said
