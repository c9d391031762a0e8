"""Charts, each with its table."""

from __future__ import annotations

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accessmap.charts.chart import Figures, all_charts
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
    figures = chosen.figures()
    if request.GET.get("format") == "csv":
        return _csv(chosen.slug, figures)
    context = {
        "charts": charts.values(),
        "chosen": chosen,
        "figures": figures,
        "figure": chosen.draw(figures),
    }
    return render(request, "accessmap/charts/index.html", context)


def _csv(name: str, figures: Figures) -> StreamingHttpResponse:
    rows = ([label, *map(str, counts)] for label, counts in figures.rows)
    return stamped_csv(name, [figures.heading, *figures.columns], rows)
