"""Crawls: those that were, the one that runs, and a button for the next."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accessmap.auditors import told_elsewhere
from accessmap.crawl.bell import BrokerDown
from accessmap.crawl.start import CrawlRunning, start_crawl
from accessmap.derive.release import release_hold
from accessmap.graph.failed import why_failed
from accessmap.graph.gaps import holes
from accessmap.models import Coverage, Crawl, Grant, Hold, Scope
from accessmap.views.guards import (
    analyst_required,
    person,
    sees_everything_required,
)

PAGE_SIZE = 25


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """List the crawls, newest first."""
    crawls = Crawl.objects.select_related("requested_by").annotate(
        scope_count=Count("coverage"),
        complete_count=Count(
            "coverage",
            filter=Q(coverage__outcome="complete", coverage__gap_count=0),
        ),
    )
    # Grouping loses the model's own order.
    ordered = crawls.order_by("-started_at", "-pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "running": Crawl.objects.running().first()}
    return render(request, "accessmap/crawls/index.html", context)


@sees_everything_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one crawl: how far it is, what it could not read, what it holds."""
    crawl = get_object_or_404(Crawl.objects.select_related("requested_by"), pk=pk)
    context = {
        "crawl": crawl,
        "failed": why_failed(crawl),
        "holds": crawl.holds.select_related("released_by"),
        **_progress(crawl),
        **_outcome(crawl),
    }
    return render(request, "accessmap/crawls/detail.html", context)


@told_elsewhere
@sees_everything_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the moving part of a crawl's page; once it has ended, with all."""
    crawl = get_object_or_404(Crawl, pk=pk)
    context = {"crawl": crawl, **_progress(crawl)}
    response = render(request, "accessmap/crawls/progress.html", context)
    if crawl.finished_at:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@analyst_required
def start(request: HttpRequest) -> HttpResponse:
    """Begin a crawl, or go to the one that runs."""
    try:
        crawl = start_crawl(trigger="page", requested_by=person(request))
    except CrawlRunning as running:
        messages.error(request, str(running))
        return redirect("accessmap:crawls-index")
    except BrokerDown as down:
        messages.error(request, str(down))
        return redirect("accessmap:crawls-index")
    return redirect(crawl)


@require_POST
@analyst_required
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Believe a mass disappearance, after a person has looked."""
    hold = get_object_or_404(Hold.objects.open(), pk=pk)
    done = release_hold(hold, released_by=person(request))
    messages.success(
        request,
        _("Released. %(count)d grants are marked as gone.") % {"count": done.ended},
    )
    return redirect(hold.crawl)


def _progress(crawl: Crawl) -> dict[str, object]:
    """Count scopes by state, and name what is being read right now."""
    counts = dict(crawl.scopes.order_by().values_list("state").annotate(Count("pk")))
    done = counts.get(Scope.State.DONE, 0) + counts.get(Scope.State.QUARANTINED, 0)
    return {
        "done": done,
        "total": sum(counts.values()),
        "account_count": crawl.scopes.order_by()
        .exclude(account_id="")
        .aggregate(n=Count("account_id", distinct=True))["n"],
        "busy": crawl.scopes.filter(state=Scope.State.LEASED)[:8],
    }


def _outcome(crawl: Crawl) -> dict[str, object]:
    coverage = Coverage.objects.filter(crawl=crawl)
    return {
        "coverage_count": coverage.count(),
        "complete_count": coverage.complete().count(),
        "item_count": coverage.aggregate(n=Sum("item_count"))["n"] or 0,
        "call_count": crawl.scopes.aggregate(n=Sum("call_count"))["n"] or 0,
        "holes": holes(coverage),
        "began_count": Grant.objects.filter(began_crawl=crawl).count(),
        "ended_count": Grant.objects.filter(ended_crawl=crawl).count(),
    }
