"""Charts, each with its table."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accessmap.charts.chart import Chart, Figures, all_charts, held
from accessmap.filter_words import Chip, chips
from accessmap.graph.dates import before_first
from accessmap.graph.filters import BadFilter, GrantFilter, end_of
from accessmap.views.csv_file import stamped_csv
from accessmap.views.guards import sees_everything_required

FIRST = "grants-by-account"


# Plotly sets styles inline; scripts stay ours alone.
@csp_update({"style-src": [UNSAFE_INLINE]})
@sees_everything_required
def index(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Draw one chart, and show the same figures as a table."""
    charts = all_charts()
    chosen = charts.get(request.GET.get("chart", FIRST))
    if chosen is None:
        raise Http404(_("There is no such chart."))
    context: dict[str, object] = {"charts": charts.values(), "chosen": chosen}
    try:
        wanted = GrantFilter.of(request.GET)
    except BadFilter as error:
        context["problem"] = str(error)
        return render(request, "accessmap/charts/index.html", context, status=400)
    figures = chosen.figures(wanted)
    if request.GET.get("format") == "csv":
        return _csv(chosen, figures, wanted)
    context |= {
        "wanted": wanted,
        "chips": _chips(chosen, wanted),
        "first": before_first(request.GET),
        "figures": figures,
        "figure": chosen.draw(figures),
    }
    return render(request, "accessmap/charts/index.html", context)


def _chips(chosen: Chart, wanted: GrantFilter) -> list[Chip]:
    """Return what the chart is narrowed to; without a word it is the same chart."""
    if not chosen.is_of_grants:
        return []
    same = urlencode({"chart": chosen.slug})
    return [
        replace(each, without="&".join(filter(None, (same, each.without))))
        for each in chips(wanted)
    ]


def _csv(chosen: Chart, figures: Figures, wanted: GrantFilter) -> StreamingHttpResponse:
    rows = ([label, *map(str, counts)] for label, counts in figures.rows)
    header = [figures.heading, *figures.columns]
    if not chosen.is_of_grants:
        return stamped_csv(chosen.slug, header, rows)
    at = end_of(wanted.at) if wanted.at else None
    asked = held(wanted).query()
    return stamped_csv(chosen.slug, header, rows, at=at, asked=asked)
