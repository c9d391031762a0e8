"""All accounts in their units; and one account, with what it grants and is granted."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accessmap.graph.gaps import holes
from accessmap.graph.knowledge import (
    coverage_by_account,
    knowledge,
    newest_coverage,
)
from accessmap.graph.matrix import matrix, place, unit_name
from accessmap.graph.narrow import worst_first
from accessmap.graph.opinion import only_aws
from accessmap.graph.owners import owner_tag
from accessmap.models import (
    Account,
    Counterparty,
    Grant,
    NetworkEnd,
    NetworkLink,
    Resource,
    network_links,
)
from accessmap.models.grant import GrantQuerySet
from accessmap.verdicts import RANK
from accessmap.views.guards import sees_everything_required

MOST = 25  # grants shown on an account's page; the rest is one link away


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show every account by unit: state, owner, grants by verdict, how it was read."""
    known = knowledge()
    verdicts = _by_account()
    units = defaultdict(list)
    for account in sorted(known.accounts, key=place):
        units[unit_name(account)].append(
            {
                "account": account,
                "owner": owner_tag(account.tags),
                "verdicts": verdicts[account.account_id],
                "is_read": account.account_id not in known.unread_ids,
            }
        )
    context = {
        "known": known,
        "units": dict(units),
        "former": Account.objects.former(),
        "counterparties": Counterparty.objects.all(),
    }
    return render(request, "accessmap/accounts/index.html", context)


@sees_everything_required
def detail(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show one account."""
    account = get_object_or_404(
        Account.objects.select_related("unit"), account_id=account_id
    )
    newest = newest_coverage().filter(account_id=account_id)
    coverage = coverage_by_account([account_id], newest)
    grants = (
        Grant.objects.current()
        .cross_account()
        .select_related("resource")
        .prefetch_related("flags")
    )
    inward = grants.filter(resource__account_id=account_id)
    outward = grants.filter(principal_account=account_id).exclude(
        resource__account_id=account_id
    )
    context = {
        "account": account,
        "owner": owner_tag(account.tags),
        "inward": _worst(inward),
        "outward": _worst(outward),
        "inward_count": inward.count(),
        "outward_count": outward.count(),
        "verdicts": _by_account(Q(resource__account_id=account_id))[account_id],
        "resources": _resources(account_id),
        "matrix": matrix([account], coverage),
        "holes": holes(newest),
        "coverage": coverage[account_id],
        "networks": _networks(account_id),
        "lone_findings": only_aws(account_id),
    }
    return render(request, "accessmap/accounts/detail.html", context)


def _by_account(only: Q | None = None) -> dict[str, list[tuple[str, int]]]:
    """Count grants by account and verdict, worst first, in one query."""
    rows = (
        Grant.objects.current()
        .cross_account()
        .filter(only or Q())
        .order_by()
        .values_list("resource__account_id", "verdict")
        .annotate(Count("pk"))
    )
    found = defaultdict(list)
    for account_id, verdict, count in sorted(rows, key=lambda row: RANK[row[1]]):
        found[account_id].append((verdict, count))
    return found


def _networks(account_id: str) -> list[tuple[NetworkLink, NetworkEnd]]:
    """Return the links by network that leave the account, with their other end."""
    return [
        (link, link.other_end(account_id))
        for link in network_links(account_id=account_id)
        if link.is_cross_account
    ]


def _resources(account_id: str) -> list[tuple[str, int, int]]:
    """Count the account's resources by type, and their grants across accounts."""
    across = Q(grants__ended_at=None, grants__is_cross_account=True)
    return list(
        Resource.objects.filter(account_id=account_id, ended_at=None)
        .order_by("resource_type")
        .values_list("resource_type")
        .annotate(
            there=Count("pk", distinct=True),
            letting_in=Count("grants", filter=across, distinct=True),
        )
    )


def _worst(grants: GrantQuerySet) -> list[Grant]:
    return list(worst_first(grants)[:MOST])
