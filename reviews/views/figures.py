"""How a campaign goes: what is left day by day, who is late, how carefully."""

from __future__ import annotations

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accessmap.graph.sheet import sheet
from accessmap.models import User
from accessmap.views.guards import sees_everything_required
from reviews.burn_down import burn_down, draw
from reviews.models import Campaign
from reviews.quality import Quality
from reviews.views.campaigns import campaign_of


# Plotly sets styles inline; scripts stay ours alone.
@csp_update({"style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]
@require_safe
@sees_everything_required
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw what is left, and show the same as a table."""
    campaign = campaign_of(pk)
    figures = burn_down(campaign)
    if request.GET.get("format") == "csv":
        rows = ([label, *map(str, counts)] for label, counts in figures.rows)
        body = "".join(sheet([figures.heading, *figures.columns], rows))
        name = f"burn-down-{campaign.pk}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse("\ufeff" + body, content_type="text/csv", headers=headers)
    context = {
        "campaign": campaign,
        "figures": figures,
        "figure": draw(figures),
        "late": late(campaign),
        "days_late": (timezone.localdate() - campaign.due_on).days,
        "quality": Quality(campaign),
    }
    return render(request, "reviews/figures/index.html", context)


def late(campaign: Campaign) -> list[User]:
    """Return who has not finished although it is due, most open items first."""
    if not campaign.is_open or campaign.due_on >= timezone.localdate():
        return []
    people = User.objects.filter(review_items__in=campaign.items.open())
    counted = people.annotate(late_count=Count("review_items"))
    return list(counted.order_by("-late_count", "pk"))
