"""All accounts in their units; and one account, with what it grants and is granted."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.graph.delegates import delegates, delegations, gatherers
from accessmap.graph.gaps import holes
from accessmap.graph.generation import one_moment
from accessmap.graph.knowledge import coverage_by_account, knowledge
from accessmap.graph.listed import listed_collectors, there
from accessmap.graph.matrix import matrix, place, unit_name
from accessmap.graph.of_account import inward, outward, resources, verdicts_by_account
from accessmap.graph.opinion import only_aws
from accessmap.graph.outsider import Outsider, outsider
from accessmap.graph.shares import received
from accessmap.models import (
    Account,
    Counterparty,
    Grant,
    NetworkEnd,
    NetworkLink,
    Snapshot,
    network_links,
)
from accessmap.models.newest import Newest
from accessmap.policy.principal import ACCOUNT_ID
from accessmap.views.guards import sees_everything_required

MOST = 25  # grants shown on an account's page; the rest is one link away


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show every account by unit: state, grants by verdict, how it was read."""
    known = knowledge()
    verdicts = verdicts_by_account(Grant.objects.current().cross_account())
    units = defaultdict(list)
    for account in sorted(known.accounts, key=place):
        units[unit_name(account)].append(
            {
                "account": account,
                "verdicts": verdicts[account.account_id],
                "is_read": account.account_id not in known.unread_ids,
            }
        )
    context = {
        "known": known,
        "units": dict(units),
        "delegates": delegates(known.accounts),
        "gatherers": gatherers(),
        "former": Account.objects.former(),
        "counterparties": Counterparty.objects.all(),
    }
    return render(request, "accessmap/accounts/index.html", context)


@sees_everything_required
@one_moment()
def detail(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show one account: ours, or an outsider that a grant lets in."""
    ours = Account.objects.select_related("unit").filter(account_id=account_id)
    account = ours.first()
    if account is None:
        party = outsider(Grant.objects.current().cross_account(), account_id, MOST)
        return told_of(request, party, account_id=account_id, layout="base.html")
    newest = Newest().rows.filter(account_id=account_id)
    coverage = coverage_by_account([account_id], newest)
    grants = Grant.objects.current().cross_account()
    lets_in = inward(grants, account_id, MOST)
    context = {
        "account": account,
        "inward": lets_in,
        "outward": outward(grants, account_id, MOST),
        "verdicts": lets_in.tally.held_by_verdict,
        "resources": resources(account_id),
        "matrix": matrix([account], coverage),
        "holes": holes(newest),
        "coverage": coverage[account_id],
        "listed": listed_collectors(coverage[account_id], there(account_id)),
        "networks": _networks(account_id),
        "lone_findings": only_aws(account_id),
        "naming_deleted": _naming_deleted(account_id),
        "delegations": list(delegations(account)),
        "gatherers": gatherers() if account.left_at is None else [],
        "received": received(account_id),
    }
    return render(request, "accessmap/accounts/detail.html", context)


def told_of(
    request: HttpRequest, party: Outsider | None, **page: object
) -> HttpResponse:
    """Show an outsider, as a page or in the panel of the map; 404 says it is nobody.

    The panel says so too, and to the browser a 404 is no part that one could show.
    """
    page["party"] = party
    page["is_number"] = bool(ACCOUNT_ID.fullmatch(str(page["account_id"])))
    page["accounts"] = [each.account for each in party.reached] if party else []
    status = 200 if party or request.htmx else 404  # type: ignore[attr-defined]
    template = "accessmap/accounts/outsider.html"
    return render(request, template, page, status=status)


def _naming_deleted(account_id: str) -> QuerySet[Snapshot]:
    """Return policies in force that still name somebody who was deleted."""
    return (
        Snapshot.objects.current()
        .filter(resource__account_id=account_id)
        .exclude(document__deleted_principals="")
        .select_related("resource", "document")
        .defer("document__body")
        .order_by("resource__arn", "pk")[:MOST]
    )


def _networks(account_id: str) -> list[tuple[NetworkLink, NetworkEnd]]:
    """Return the links by network that leave the account, with their other end."""
    return [
        (link, link.other_end(account_id))
        for link in network_links(account_id=account_id)
        if link.is_cross_account
    ]
