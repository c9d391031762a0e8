"""How far the newest reviews have come, as one of the charts of the organization."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import EVERY, Chart, Figures, lying_bars
from accessmap.graph.filters import GrantFilter
from reviews.lifecycle import ItemState
from reviews.models import Campaign, ReviewItem

MOST = 12
KEPT = (ItemState.CONFIRMED, ItemState.CARRIED)
GOING = (ItemState.REVOKED, ItemState.REDUCED)
LATER = (ItemState.EXCEPTED,)
WAITING = (ItemState.OPEN, ItemState.AWAITING)
NOBODY = (ItemState.UNDECIDED, ItemState.ENDED)
GROUPS = (KEPT, GOING, LATER, WAITING, NOBODY)
# Decisions have no hue but revoke.
TONES = ("ink", "bad", "warn", "control", "line")


def figures(_wanted: GrantFilter = EVERY) -> Figures:
    """Count the items of the newest campaigns by what became of them."""
    campaigns = list(Campaign.objects.order_by("-opened_at", "-pk")[:MOST])
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = (
        ReviewItem.objects.filter(campaign__in=campaigns)
        .order_by()
        .values_list("campaign_id", "state")
        .annotate(Count("pk"))
    )
    for campaign, state, count in rows:
        counts[campaign][state] += count
    return Figures(
        heading=_("Review"),
        columns=(
            _("Confirmed"),
            _("Revoked or reduced"),
            _("Exception"),
            _("Waiting"),
            _("Nobody decided"),
        ),
        slugs=TONES,
        rows=tuple(
            (
                each.name,
                tuple(sum(counts[each.pk][s] for s in group) for group in GROUPS),
            )
            for each in campaigns
        ),
        links=tuple(
            tuple(f"{each.get_absolute_url()}{_items(group)}" for group in GROUPS)
            for each in campaigns
        ),
        row_links=tuple(each.get_absolute_url() for each in campaigns),
    )


def _items(states: Iterable[ItemState]) -> str:
    return f"?state={','.join(states)}#items"


CHART = Chart(
    "review-progress",
    gettext_lazy("Reviews"),
    gettext_lazy("How far the newest reviews have come."),
    figures,
    lying_bars(gettext_lazy("Items")),
    is_of_grants=False,
)
