"""The address of every page that shows the organization, for what is in the rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accessmap.charts.chart import all_charts
from accessmap.models import Account, Crawl, Grant
from reviews.models import Campaign, ReviewItem

LISTS = (
    "accessmap:map-index",
    "accessmap:map-table",
    "accessmap:accounts-index",
    "accessmap:grants-index",
    "accessmap:coverage-index",
    "accessmap:crawls-index",
    "accessmap:changes-index",
    "accessmap:charts-index",
    "accessmap:reach-index",
    "accessmap:views-index",
    "accessmap:profile-index",
    "reviews:campaigns-index",
    "reviews:inbox-index",
    "reviews:owners-index",
    "reviews:schedules-index",
    "reviews:schedules-new",
    "reviews:security-index",
    "reviews:evidence-index",
)


def every_page() -> Iterator[str]:
    """Yield the lists, then one of each thing that has a page of its own."""
    yield from map(reverse, LISTS)
    for chart in all_charts():
        yield reverse("accessmap:charts-index") + f"?chart={chart}"
    for name in ("map", "changes"):
        yield reverse(f"accessmap:{name}-index") + "?before=2026-01-01"
    for model in (Crawl, Campaign):
        if found := model.objects.first():
            yield found.get_absolute_url()
    if campaign := Campaign.objects.first():
        yield reverse("reviews:sign-off", args=[campaign.pk])
        yield reverse("reviews:campaigns-figures", args=[campaign.pk])
    yield from pages_of_rows(slice(1))


def pages_of_rows(some: slice) -> Iterator[str]:
    """Yield the pages of ``some`` of the accounts, grants and items that there are."""
    for account in Account.objects.order_by("pk")[some]:
        yield account.get_absolute_url()
        for name in ("resources-index", "coverage-detail"):
            yield reverse(f"accessmap:{name}", args=[account.account_id])
        yield reverse("accessmap:map-account", args=[account.account_id])
        yield reverse("accessmap:map-edge") + f"?to={account.account_id}"
    for grant in Grant.objects.order_by("pk")[some]:
        yield grant.get_absolute_url()
    for asked in ReviewItem.objects.order_by("pk")[some]:
        yield asked.get_absolute_url()
        yield reverse("reviews:items-alike", args=[asked.pk])
