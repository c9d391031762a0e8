"""What was read and what was not."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accessmap.aws.collector import all_collectors
from accessmap.graph import matrix_sheet
from accessmap.graph.gaps import holes
from accessmap.graph.knowledge import (
    Knowledge,
    coverage_by_account,
    knowledge,
    newest_crawl,
)
from accessmap.graph.listed import listed_rows, there
from accessmap.graph.matrix import lacking, matrix, place, title, unit_name
from accessmap.models import Account, Hold, Snapshot
from accessmap.models.coverage import CoverageQuerySet
from accessmap.models.newest import Newest
from accessmap.views.csv_file import stamped_csv
from accessmap.views.guards import sees_everything_required

PAGE_SIZE = 100
MOST_HOLES = 100


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Show the matrix, and the gaps, widest first; the matrix as a file too."""
    word = Newest()
    known, newest = knowledge(word), word.rows
    only = _collector(request)
    chosen = _chosen(request, known, newest)
    if request.GET.get("format") == "csv":
        return _csv(chosen, newest, only)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    coverage = coverage_by_account([each.account_id for each in page], newest)
    missing = holes(newest)
    unreadable = (
        Snapshot.objects.current()
        .exclude(document__error="")
        .select_related("resource", "document")
    )
    context = {
        "known": known,
        "page": page,
        "units": sorted({unit_name(each) for each in known.accounts}),
        "matrix": matrix(page, coverage, only=only),
        "only": (only, title(only)) if only else None,
        "holes": missing[:MOST_HOLES],
        "hole_count": len(missing),
        "held": sum(each.held for each in missing),
        "holds": Hold.objects.open(),
        "unreadable": unreadable[:MOST_HOLES],
        "crawl": newest_crawl(),
        "has_delegates": any(each.delegated_services for each in known.accounts),
    }
    return render(request, "accessmap/coverage/index.html", context)


@sees_everything_required
def detail(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show how an account was read, place by place, with AWS's own request ids."""
    account = get_object_or_404(Account, account_id=account_id)
    rows = Newest().rows.filter(account_id=account_id)
    collectors = rows.order_by("collector").values_list("collector", flat=True)
    named = [(each, title(each)) for each in collectors.distinct()]
    if chosen := request.GET.get("collector"):
        rows = rows.filter(collector=chosen)
    if request.GET.get("only") == "unread":
        rows = rows.incomplete()
    # Of a scope the first row tells what it cost; so they stay together.
    ordered = rows.select_related("crawl").order_by("collector", "region", "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "collectors": named,
        "page": page,
        "listed": listed_rows(page, there(account_id)),
    }
    return render(request, "accessmap/coverage/detail.html", context)


def _csv(
    accounts: Sequence[Account], newest: CoverageQuerySet, only: str
) -> StreamingHttpResponse:
    collectors = [only] if only else matrix_sheet.collectors_of(newest)
    found = matrix_sheet.lines(accounts, newest, collectors)
    return stamped_csv("coverage", matrix_sheet.header(collectors), found)


def _collector(request: HttpRequest) -> str:
    """Return what alone the address asks for, if anything: one kind that is read."""
    wanted = request.GET.get("collector", "")
    if wanted and wanted not in all_collectors():
        raise Http404(_("Nothing of this name is read."))
    return wanted


def _chosen(
    request: HttpRequest, known: Knowledge, newest: CoverageQuerySet
) -> Sequence[Account]:
    """Return the accounts that the address asks for, in the order of every list."""
    words = request.GET.get("search", "").casefold().split()
    unit = request.GET.get("ou", "")

    def fits(account: Account) -> bool:
        named = f"{account.name} {account.account_id}".casefold()
        return all(word in named for word in words)

    accounts: Sequence[Account] = known.accounts
    if request.GET.get("only") == "unread":
        collector = _collector(request)
        accounts = lacking(accounts, collector, newest) if collector else known.unread
    return sorted(
        (
            each
            for each in accounts
            if fits(each) and (not unit or unit_name(each) == unit)
        ),
        key=place,
    )
