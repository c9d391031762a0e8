"""What was read and what was not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.graph.gaps import holes
from accessmap.graph.knowledge import (
    coverage_by_account,
    knowledge,
    newest_crawl,
)
from accessmap.graph.matrix import matrix
from accessmap.models import Hold, Snapshot
from accessmap.views.guards import sees_everything_required

MOST_HOLES = 100


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the matrix, and the gaps, widest first."""
    coverage = coverage_by_account()
    known = knowledge(coverage)
    missing = holes([row for rows in coverage.values() for row in rows])
    unreadable = (
        Snapshot.objects.current()
        .exclude(document__error="")
        .select_related("resource", "document")
    )
    context = {
        "known": known,
        "matrix": matrix(known, coverage),
        "holes": missing[:MOST_HOLES],
        "hole_count": len(missing),
        "held": sum(each.held for each in missing),
        "holds": Hold.objects.open(),
        "unreadable": unreadable[:MOST_HOLES],
        "crawl": newest_crawl(),
    }
    return render(request, "accessmap/coverage/index.html", context)
