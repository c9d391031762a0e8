"""The map as a file, exactly as its filter leaves it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accessmap.filter_words import beside, chips
from accessmap.graph.dates import before_first
from accessmap.graph.drawn_for import DrawnFor
from accessmap.graph.export import FORMATS, PICTURES, export, export_map
from accessmap.graph.export.of_map import absent, extract, stamp
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.hiding import standing
from accessmap.graph.marks import Marks, without_marks
from accessmap.graph.of_unit import narrowed
from accessmap.graph.overview import homes
from accessmap.graph.seen import Seen
from accessmap.graph.shown import land, picture
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
        drawn = (
            _drawn(request.GET, seen, marks) if marks or wanted in PICTURES else None
        )
        if drawn is not None and wanted in PICTURES:
            says = [*narrowed_to(request.GET), *marks.says(drawn.called)]
            told = stamp(seen, asked, title)
            unplaced = absent(seen, marks, drawn) if marks else 0
            shown = standing(drawn.picture, marks, unplaced)
            return export_map(wanted, shown, told, says)
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return export(wanted, extract(seen, asked, title, marks, drawn), name="map")


def _drawn(params: QueryDict, seen: Seen, marks: Marks) -> DrawnFor:
    """Return the picture of an address, before anything is hidden on it."""
    shown = picture(without_marks(params))
    return DrawnFor(shown, dict(homes(land(params, seen.at))) if marks else {})


def narrowed_to(params: QueryDict) -> list[str]:
    """Return how a map was narrowed, in the words of its page."""
    # The stamp says what is compared, with its crawl and its coverage.
    more = {k: values for k, values in beside(params).items() if k != "before"}
    told = chips(GrantFilter.of(params), more)
    said = [f"{each.label}: {each.says}" for each in told]
    unit = OrganizationalUnit.objects.filter(unit_id=params.get("unit", "")).first()
    return [f"{_('Organizational unit')}: {unit.name}", *said] if unit else said
