"""Questions: how one place gets to another, who gets there, what falls with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accessmap.graph.answer import unread
from accessmap.graph.asked import LISTED, TAKEN, Answer, answer
from accessmap.graph.export import FORMATS, export
from accessmap.graph.export.of_answer import extract
from accessmap.graph.generation import one_moment
from accessmap.graph.places import Place, Places, UnknownPlace
from accessmap.graph.question import Question
from accessmap.graph.stands import Stands
from accessmap.graph.units import units_called, whole_path
from accessmap.models import Crawl
from accessmap.reach import fresh
from accessmap.reach.search import search as found_by
from accessmap.views.guards import sees_everything_required


@sees_everything_required
@one_moment()
def index(request: HttpRequest) -> HttpResponse:
    """Answer the question of the address: as a page, beside the map, or as a file.

    All of one answer is of one generation.
    """
    question = Question.of(request.GET)
    wanted = request.GET.get("format", "")
    page: dict[str, object] = {"question": question, "formats": FORMATS}
    is_beside = bool(getattr(request, "htmx", False))
    try:
        found = answer(question, TAKEN if wanted in FORMATS else LISTED)
    except UnknownPlace as unknown:
        if wanted:
            return JsonResponse({"error": str(unknown)}, status=404)
        page |= {"unclear": unknown, "near": unknown.near, "unread": unread()}
        page["side"] = "from" if _is_start_unclear(question) else "to"
        if is_beside:
            return render(request, "accessmap/reach/beside.html", page)
        return render(request, "accessmap/reach/index.html", page, status=404)
    if wanted in FORMATS:
        return export(wanted, extract(found), name=f"reach-{found.kind}")
    page |= {"answer": found, "unread": found.unread, "read_at": _read_at(found)}
    is_whole = request.GET.get("accounts") == "all"
    page["accounts"] = found.accounts if is_whole else found.accounts[:LISTED]
    if is_beside:
        page |= _on_map(found)
        return render(request, "accessmap/reach/beside.html", page)
    return render(request, "accessmap/reach/index.html", page)


@sees_everything_required
@one_moment()
def search(request: HttpRequest) -> JsonResponse:
    """Answer with the places that some letters may mean, the best first."""
    index_ = fresh.current()
    places = Places(index_)
    typed = request.GET.get("q", "")[:200]
    found = places.of_all(found_by(index_, typed))
    if "units" in request.GET:  # the map opens them; a question may not know them
        found = _with_units(places, typed, found)
    said = _("%(n)s found") % {"n": len(found)}
    stands = Stands()
    listed = [
        {**place.plain(), "word": place.word, "at": stands.of(place)} for place in found
    ]
    return JsonResponse({"places": listed, "said": said})


def _with_units(places: Places, typed: str, found: list[Place]) -> list[Place]:
    """Return units that are called so before all else, and once."""
    units = [places.unit(path) for path in units_called(typed)]
    there = {each.key for each in units}
    return units + [each for each in found if whole_path(each.key) not in there]


def _on_map(found: Answer) -> dict[str, object]:
    """Return the ways with where they go on the map, and what is met there."""
    stands = Stands()
    asked = [each for each in (found.start, found.goal) if each]
    met = found.accounts if len(asked) == 1 else ()
    return {
        "ways": [(route, stands.way(route)) for route in found.routes],
        "asked": stands.met(asked),
        "met": stands.met(met),
    }


def _is_start_unclear(question: Question) -> bool:
    """Say whether it is the start that names nobody; else it is the goal."""
    if not question.start:
        return False
    try:
        Places(fresh.current()).find(question.start)
    except UnknownPlace:
        return True
    return False


def _read_at(found: Answer) -> Crawl | None:
    return Crawl.objects.filter(pk=found.crawl).first()
