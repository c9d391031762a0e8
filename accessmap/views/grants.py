"""All grants, to search; and one grant, whole."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accessmap.derive.place import place_of
from accessmap.graph.caller import callers_side
from accessmap.graph.dates import before_first, form_of
from accessmap.graph.doors import doors
from accessmap.graph.filters import BadFilter, GrantFilter, end_of
from accessmap.graph.gates import as_of_then, in_short, our_side, their_side
from accessmap.graph.generation import one_moment
from accessmap.graph.knowledge import knowledge
from accessmap.graph.last_accessed import is_asked, tried_by
from accessmap.graph.last_seen import last_seen, last_seen_among
from accessmap.graph.marked import marked_policy
from accessmap.graph.narrow import matching, worst_first
from accessmap.graph.opinion import opinion
from accessmap.graph.request import request_of
from accessmap.graph.role_gates import role_side
from accessmap.graph.tally import tally
from accessmap.graph.used import Uses
from accessmap.language import reader_language
from accessmap.levels import LEVELS
from accessmap.lines import LISTED, flat, lines
from accessmap.models import Account, Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.policy import grant as engine
from accessmap.readers import may_read
from accessmap.spoken import Speaker
from accessmap.views.csv_file import stamped_csv
from accessmap.views.guards import person, sees_everything_required
from accessmap.views.narrowing import narrowing

PAGE_SIZE = 50
IN_FORM = frozenset({"verdict", "state"})


@sees_everything_required
@one_moment()
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the grants that the address asks for, worst first."""
    try:
        wanted = GrantFilter.of(request.GET)
    except BadFilter as error:
        context = {"problem": str(error), **narrowing(GrantFilter(), own=IN_FORM)}
        return render(request, "accessmap/grants/index.html", context, status=400)
    grants = matching(wanted)
    if request.GET.get("format") == "csv":
        return _csv(grants, wanted)
    page = Paginator(worst_first(grants), PAGE_SIZE).get_page(request.GET.get("page"))
    at = end_of(wanted.at) if wanted.at else None
    context = {
        "page": page,
        "tally": tally(grants, at),
        "at": at,
        "at_form": form_of(at) if at else "",
        "first": before_first(request.GET),
        "seen_last": last_seen_among(page, at),
        "known": knowledge(),
        **narrowing(wanted, own=IN_FORM),
    }
    template = "results" if request.htmx else "index"  # type: ignore[attr-defined]
    return render(request, f"accessmap/grants/{template}.html", context)


@one_moment()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one grant: its words, both ends, the statement, what became of it."""
    rows = Grant.objects.select_related(
        "resource", "snapshot__document", "began_crawl", "ended_crawl"
    ).prefetch_related("flags")
    row = get_object_or_404(rows, pk=pk)
    if not may_read(person(request), row):
        raise PermissionDenied(
            _("This grant is not in a review of yours. Analysts and auditors see all.")
        )
    account = Account.objects.filter(account_id=row.resource.account_id).first()
    value, place = row.value, place_of(row)
    ours = [*our_side(row, value, account), *role_side(row, account)]
    end = callers_side(value)
    theirs = [*(end.gates if end else their_side(value)), *doors(value)]
    policy = marked_policy(
        place.snapshot.document.text, place.statements, _deciding(value)
    )
    seen = last_seen(row)
    context = {
        "grant": row,
        "value": value,
        "last_seen": seen,
        "seen_last": {row.pk: seen},
        "account": account,
        "our_side": as_of_then(ours) if seen else ours,
        "their_side": theirs,
        "in_short": in_short(ours, theirs, has_ended=row.has_ended, last_seen=seen),
        "place": place,
        "statement_numbers": ", ".join(str(at + 1) for at in place.statements),
        "policy": policy,
        "request_shown": request_of(
            row, policy, gates=[*ours, *theirs], able=end.able if end else ""
        ),
        "opinion": opinion(row),
        "line": _line_of(row),
        **_circumstances(row),
    }
    return render(request, "accessmap/grants/detail.html", context)


def _csv(grants: GrantQuerySet, wanted: GrantFilter) -> StreamingHttpResponse:
    speaker = Speaker(reader_language())
    at = end_of(wanted.at) if wanted.at else None
    found = lines(grants.order_by("pk"), speaker, at)
    return stamped_csv("grants", LISTED, map(flat, found), at=at, asked=wanted.query())


def _line_of(row: Grant) -> list[Grant]:
    """Return this grant and those that said something else between the same two."""
    return list(
        Grant.objects.filter(
            resource=row.resource,
            policy_kind=row.policy_kind,
            principal_kind=row.principal_kind,
            principal=row.principal,
        ).order_by("-first_seen_at", "-pk")[:20]
    )


def _deciding(value: engine.Grant) -> tuple[str, ...]:
    """Return the values in the document on which it turns who is let in."""
    return (value.principal.account_id, value.principal.id)


def _circumstances(row: Grant) -> dict[str, object]:
    """Return what is known around a grant: its use, and how far it goes."""
    facts = row.resource.facts
    used = facts.get("last_used_at")
    levels = dict(LEVELS)
    return {
        "last_used_at": parse_datetime(used) if used else None,
        "is_use_known": "last_used_at" in facts,
        "tried": tried_by([row]).get(row.resource.arn),
        "is_tried_asked": is_asked(row),
        "use": Uses(timezone.now(), [row.resource.arn]).of(row),
        "level_words": [levels[each] for each in row.says["access_levels"]],
    }
